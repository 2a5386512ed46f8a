-- What PostgreSQL needs beside the tables that every database has; runs after each migration and changes nothing twice.

-- Which service wrote last: each that takes the tables over counts it up.
DO $$
BEGIN
  IF to_regclass('writer_epoch') IS NULL THEN
    CREATE TABLE writer_epoch (
      id    INTEGER PRIMARY KEY,
      epoch BIGINT NOT NULL,
      CHECK (id = 1)
    );
    INSERT INTO writer_epoch (id, epoch) VALUES (1, 0);
  END IF;
END $$;

-- Text is compared byte by byte, whatever the language of the database, so that lists have the same order everywhere.
DO $$
DECLARE
  found RECORD;
BEGIN
  FOR found IN
    SELECT c.table_name, c.column_name
    FROM information_schema.columns c
    WHERE c.table_schema = current_schema()
      AND c.data_type = 'text'
      AND c.collation_name IS DISTINCT FROM 'C'
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE TEXT COLLATE "C"', found.table_name, found.column_name);
  END LOOP;
END $$;
