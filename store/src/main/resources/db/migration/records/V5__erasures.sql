-- Who was erased is told to nobody who does not know the pseudonym: a digest with a salt. What leads to the
-- person stands here while the erasure is under way and no longer.
CREATE TABLE erasures (
  id       TEXT PRIMARY KEY,
  began_at BIGINT NOT NULL,
  salt     TEXT NOT NULL,
  digest   TEXT NOT NULL,
  traces   TEXT
);

-- The highest number that was ever given in a stream from which things were removed.
CREATE TABLE stream_heads (
  stream TEXT PRIMARY KEY,
  head   BIGINT NOT NULL
);
