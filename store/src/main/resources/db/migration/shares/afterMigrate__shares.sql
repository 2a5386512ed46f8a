-- Who shares the work, on PostgreSQL alone; runs after each migration and changes nothing twice. Times are epoch
-- milliseconds of this server's clock. Of each share of the patients a row says who has it, and up to which journal
-- sequence everything of it is in snapshots; the last row is for what only one service may do.
DO $$
BEGIN
  IF to_regclass('leases') IS NULL THEN
    CREATE SEQUENCE member_tokens;
    CREATE TABLE members (
      token      BIGINT PRIMARY KEY,
      expires_at BIGINT NOT NULL
    );
    CREATE TABLE leases (
      share  INTEGER PRIMARY KEY,
      holder BIGINT REFERENCES members (token) ON DELETE SET NULL,
      place  BIGINT NOT NULL
    );
    INSERT INTO leases (share, place) SELECT number, 0 FROM generate_series(0, 64) AS number;
  END IF;
END $$;
