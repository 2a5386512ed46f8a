-- Removing a change looks whether an alert stands on it: without this, at every alert there is.
CREATE INDEX alerts_by_newest_change ON alerts (newest_change);
