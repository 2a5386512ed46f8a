-- What people outside the dashboard were told of alerts, and why or why not.
CREATE TABLE notifications (
  id         ${key} PRIMARY KEY,
  change_id  BIGINT NOT NULL,
  channel    TEXT NOT NULL,
  alert      TEXT NOT NULL,
  patient    TEXT NOT NULL,
  severity   TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  reason     TEXT NOT NULL,
  state      TEXT NOT NULL,
  due_at     BIGINT,
  attempts   BIGINT NOT NULL,
  done_at    BIGINT,
  failure    TEXT,
  UNIQUE (change_id, channel),
  CHECK (id > 0)
);

CREATE INDEX notifications_due ON notifications (channel, state, due_at);
CREATE INDEX notifications_of_alert ON notifications (alert, channel, id);
CREATE INDEX notifications_of_patient ON notifications (patient);
