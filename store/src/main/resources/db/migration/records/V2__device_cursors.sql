-- How much of what each device sent is stored, derived from the journal.
CREATE TABLE device_cursors (
  clinic   TEXT NOT NULL,
  device   TEXT NOT NULL,
  heard_at BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (clinic, device)
);

CREATE INDEX device_cursors_by_time ON device_cursors (heard_at);

-- How far each consumer of a stored stream has come.
CREATE TABLE consumer_offsets (
  consumer TEXT PRIMARY KEY,
  place    BIGINT NOT NULL
);
