-- Readings that the telemetry server refused for good; their messages are in the journal.
CREATE TABLE refused_readings (
  sequence ${key} PRIMARY KEY,
  readings INTEGER NOT NULL,
  code     TEXT NOT NULL,
  CHECK (readings > 0)
);
