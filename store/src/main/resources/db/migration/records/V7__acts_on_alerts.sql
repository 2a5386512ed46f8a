-- Everything people did about alerts, each as a numbered act; how an alert is handled follows from them. What was
-- marked as seen before is the first act of its alert.
CREATE TABLE alert_acts (
  id          ${key} PRIMARY KEY,
  alert       TEXT NOT NULL REFERENCES alerts (alert) ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  act         TEXT NOT NULL,
  person      TEXT NOT NULL,
  happened_at BIGINT NOT NULL,
  until_at    BIGINT,
  assignee    TEXT,
  words       TEXT,
  severity    TEXT NOT NULL,
  change_id   BIGINT NOT NULL,
  request     TEXT,
  CHECK (id > 0),
  CHECK (version > 0)
);

CREATE UNIQUE INDEX alert_acts_by_version ON alert_acts (alert, version);
CREATE UNIQUE INDEX alert_acts_by_request ON alert_acts (alert, request) WHERE request IS NOT NULL;

INSERT INTO alert_acts (id, alert, version, act, person, happened_at, severity, change_id)
SELECT ROW_NUMBER() OVER (ORDER BY h.acknowledged_at, h.alert), h.alert, 1, 'acknowledge', h.acknowledged_by,
  h.acknowledged_at, a.severity, a.newest_change
FROM handling h JOIN alerts a ON a.alert = h.alert;
