-- How devices prove who they are: the hash of a secret that is stored nowhere.
CREATE TABLE device_credentials (
  device      TEXT PRIMARY KEY,
  clinic      TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  issued_at   BIGINT NOT NULL,
  revoked_at  BIGINT
);

CREATE INDEX device_credentials_of_clinic ON device_credentials (clinic, device);
