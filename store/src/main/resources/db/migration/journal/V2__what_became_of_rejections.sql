-- What people did about rejected elements, and each element as the newest step left it.

ALTER TABLE rejections ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
ALTER TABLE rejections ADD COLUMN repair TEXT;

CREATE INDEX rejections_by_state ON rejections (state, code, sequence);

CREATE TABLE rejection_steps (
  id          ${key} PRIMARY KEY,
  sequence    BIGINT NOT NULL,
  place       INTEGER NOT NULL,
  happened_at BIGINT NOT NULL,
  person      TEXT NOT NULL,
  state       TEXT NOT NULL,
  repair      TEXT,
  replayed_as BIGINT,
  FOREIGN KEY (sequence, place) REFERENCES rejections (sequence, place),
  CHECK (id > 0)
);

CREATE INDEX rejection_steps_by_message ON rejection_steps (sequence, id);

-- Conflicts used to be kept without an identity and without a word of why.
INSERT INTO rejections (sequence, place, code, element, reason)
SELECT e.sequence,
       COALESCE((SELECT MAX(r.place) + 1 FROM rejections r WHERE r.sequence = e.sequence), 0),
       'identity.conflict',
       -1,
       'Other content came under the same identity before.'
FROM entries e
WHERE e.identity IS NULL;
