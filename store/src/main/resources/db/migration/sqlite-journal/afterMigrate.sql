-- Entries are found by a file of its own: an index with its keys at random places costs every commit as many pages as
-- it has entries.

DROP INDEX IF EXISTS entries_by_identity;
DROP INDEX IF EXISTS entries_by_patient;
