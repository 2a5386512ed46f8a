-- Every message as it arrived, and why parts of some cannot be used.
-- Times are epoch milliseconds. ${key} is the 64-bit integer type that makes the fastest key.

CREATE TABLE entries (
  sequence     ${key} PRIMARY KEY,
  received_at  BIGINT NOT NULL,
  channel      TEXT NOT NULL,
  content_type TEXT,
  payload      BYTEA NOT NULL,
  identity     TEXT,
  digest       TEXT NOT NULL,
  patient      TEXT,
  CHECK (sequence > 0)
);

-- Null where a copy cannot be recognised, or where the identity was used before for other content.
CREATE UNIQUE INDEX entries_by_identity ON entries (identity) WHERE identity IS NOT NULL;

CREATE TABLE rejections (
  sequence BIGINT NOT NULL REFERENCES entries (sequence),
  place    INTEGER NOT NULL,
  code     TEXT NOT NULL,
  element  INTEGER NOT NULL,
  reason   TEXT NOT NULL,
  PRIMARY KEY (sequence, place),
  CHECK (place >= 0 AND element >= -1)
);

CREATE INDEX rejections_by_code ON rejections (code);
