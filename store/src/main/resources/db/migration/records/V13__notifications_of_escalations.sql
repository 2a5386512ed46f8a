-- An alert that is passed on is told once more, beside its changes.
CREATE TABLE notifications_by_step (
  id         ${key} PRIMARY KEY,
  change_id  BIGINT NOT NULL,
  step       TEXT NOT NULL,
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
  UNIQUE (change_id, channel, step),
  CHECK (id > 0)
);

INSERT INTO notifications_by_step (id, change_id, step, channel, alert, patient, severity,
  decided_at, reason, state, due_at, attempts, done_at, failure)
SELECT id, change_id, 'change', channel, alert, patient, severity, decided_at, reason, state,
  due_at, attempts, done_at, failure
FROM notifications;

DROP TABLE notifications;

ALTER TABLE notifications_by_step RENAME TO notifications;

CREATE INDEX notifications_due ON notifications (channel, state, due_at);
CREATE INDEX notifications_of_alert ON notifications (alert, channel, id);
CREATE INDEX notifications_of_patient ON notifications (patient);
