-- One patient's past is read alone: for what other rules would have said, for export and for erasure.
CREATE INDEX entries_by_patient ON entries (patient, sequence);
