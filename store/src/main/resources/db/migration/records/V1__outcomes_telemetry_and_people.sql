-- What is derived from the journal, and what people did. Times are epoch milliseconds.
-- ${key} is the 64-bit integer type that makes the fastest key. Documents are JSON text.

-- Each stored outcome once, under its place among all outcomes of its patient.
CREATE TABLE outcomes (
  patient  TEXT NOT NULL,
  ordinal  BIGINT NOT NULL,
  known_at BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (patient, ordinal),
  CHECK (ordinal > 0)
);

CREATE TABLE assessments (
  patient  TEXT NOT NULL,
  ordinal  BIGINT NOT NULL,
  session  TEXT NOT NULL,
  revision INTEGER NOT NULL,
  start_at BIGINT NOT NULL,
  newest   BOOLEAN NOT NULL,
  PRIMARY KEY (patient, ordinal),
  FOREIGN KEY (patient, ordinal) REFERENCES outcomes (patient, ordinal)
);

CREATE UNIQUE INDEX assessments_newest ON assessments (patient, session) WHERE newest;
CREATE INDEX assessments_newest_by_start ON assessments (patient, start_at, session) WHERE newest;
CREATE INDEX assessments_by_session ON assessments (session, patient, revision);

-- Of each patient the newest revision of the session that starts last.
CREATE TABLE newest_assessments (
  patient TEXT PRIMARY KEY,
  ordinal BIGINT NOT NULL,
  FOREIGN KEY (patient, ordinal) REFERENCES assessments (patient, ordinal)
);

-- The stream of all alert changes.
CREATE TABLE alert_changes (
  id      ${key} PRIMARY KEY,
  patient TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  alert   TEXT NOT NULL,
  change  TEXT NOT NULL,
  FOREIGN KEY (patient, ordinal) REFERENCES outcomes (patient, ordinal),
  CHECK (id > 0)
);

CREATE UNIQUE INDEX alert_changes_by_outcome ON alert_changes (patient, ordinal);
CREATE INDEX alert_changes_by_alert ON alert_changes (alert, id);

-- Each alert as its newest change left it: the condition.
CREATE TABLE alerts (
  alert         TEXT PRIMARY KEY,
  patient       TEXT NOT NULL,
  kind          TEXT NOT NULL,
  severity      TEXT NOT NULL,
  open          BOOLEAN NOT NULL,
  event_at      BIGINT NOT NULL,
  raised_at     BIGINT NOT NULL,
  known_at      BIGINT NOT NULL,
  newest_change BIGINT NOT NULL REFERENCES alert_changes (id)
);

CREATE INDEX alerts_by_event ON alerts (event_at, newest_change);
CREATE INDEX alerts_open_by_event ON alerts (event_at, newest_change) WHERE open;
CREATE INDEX alerts_of_patient ON alerts (patient, event_at, newest_change);

-- What people did about an alert: the second axis. Only the first to see it is kept here.
CREATE TABLE handling (
  alert           TEXT PRIMARY KEY REFERENCES alerts (alert),
  acknowledged_by TEXT NOT NULL,
  acknowledged_at BIGINT NOT NULL
);

-- Everything people did, in order.
CREATE TABLE audit (
  id          ${key} PRIMARY KEY,
  happened_at BIGINT NOT NULL,
  person      TEXT NOT NULL,
  action      TEXT NOT NULL,
  subject     TEXT NOT NULL,
  CHECK (id > 0)
);

CREATE INDEX audit_by_subject ON audit (subject, id);

CREATE TABLE monitor_snapshots (
  patient  TEXT PRIMARY KEY,
  sequence BIGINT NOT NULL,
  state    BYTEA NOT NULL
);

-- One row: up to which journal sequence the snapshots contain everything.
CREATE TABLE monitor_checkpoint (
  id       INTEGER PRIMARY KEY,
  sequence BIGINT NOT NULL,
  CHECK (id = 1)
);

-- The accepted heart-rate readings of one message in one compact value; without times if there are none.
CREATE TABLE heart_rate_blocks (
  sequence ${key} PRIMARY KEY,
  patient  TEXT NOT NULL,
  device   TEXT NOT NULL,
  first_at BIGINT,
  last_at  BIGINT,
  readings BYTEA NOT NULL,
  CHECK (first_at <= last_at)
);

-- Nearly all blocks span less than an hour and are found by their first reading alone; the others are few.
CREATE INDEX heart_rate_blocks_by_start ON heart_rate_blocks (patient, first_at, last_at);
CREATE INDEX heart_rate_blocks_long ON heart_rate_blocks (patient, first_at, last_at)
  WHERE last_at - first_at > 3600000;

-- The moments at which a device changed hands; without a patient where it was taken back.
CREATE TABLE enrolment_changes (
  clinic  TEXT NOT NULL,
  device  TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  patient TEXT,
  PRIMARY KEY (clinic, device, from_at)
);

-- The only place that holds names.
CREATE TABLE patients (
  id           TEXT PRIMARY KEY,
  clinic       TEXT NOT NULL,
  display_name TEXT NOT NULL,
  added_at     BIGINT NOT NULL
);

CREATE INDEX patients_of_clinic ON patients (clinic);
