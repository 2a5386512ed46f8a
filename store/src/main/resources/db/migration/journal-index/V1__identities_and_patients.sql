-- What entries of the journal are found by. Made from the journal, and made anew if it does not fit it.

CREATE TABLE identities (
  identity TEXT PRIMARY KEY,
  sequence BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE owners (
  patient  TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (patient, sequence)
) WITHOUT ROWID;

-- Up to which entry everything is in the tables above, and when that entry was received.
CREATE TABLE filed (
  id          ${key} PRIMARY KEY,
  through     BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  CHECK (id = 1)
);
