-- Milliseconds to add to the sender's times because its clock is wrong; null: none.

ALTER TABLE entries ADD COLUMN clock_shift_ms BIGINT;
