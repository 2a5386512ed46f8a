-- Who works with the service. Passwords, invitations and recovery codes are hashes; the secret of a second factor has
-- to be known to compare codes with it.
CREATE TABLE accounts (
  id                 TEXT PRIMARY KEY,
  clinic             TEXT NOT NULL,
  login              TEXT NOT NULL UNIQUE,
  display_name       TEXT NOT NULL,
  role               TEXT NOT NULL,
  created_at         BIGINT NOT NULL,
  disabled_at        BIGINT,
  password_hash      TEXT,
  factor_secret      TEXT,
  factor_last_step   BIGINT,
  recovery_hashes    TEXT,
  invitation_hash    TEXT UNIQUE,
  invitation_ends_at BIGINT,
  version            BIGINT NOT NULL,
  CHECK ((factor_secret IS NULL) = (factor_last_step IS NULL)),
  CHECK ((factor_secret IS NULL) = (recovery_hashes IS NULL)),
  CHECK ((invitation_hash IS NULL) = (invitation_ends_at IS NULL))
);

CREATE INDEX accounts_of_clinic ON accounts (clinic, login);

-- Programs that use the API with a token of their own.
CREATE TABLE integrations (
  id           TEXT PRIMARY KEY,
  clinic       TEXT NOT NULL,
  name         TEXT NOT NULL,
  secret_hash  TEXT NOT NULL UNIQUE,
  scopes       TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  ends_at      BIGINT NOT NULL,
  revoked_at   BIGINT,
  last_used_at BIGINT
);

CREATE INDEX integrations_of_clinic ON integrations (clinic, created_at, id);

-- Who saw or changed what, and who came in or was turned away. Never what they saw.
CREATE TABLE access_log (
  id          ${key} PRIMARY KEY,
  happened_at BIGINT NOT NULL,
  clinic      TEXT NOT NULL,
  actor       TEXT NOT NULL,
  actor_name  TEXT NOT NULL,
  session     TEXT NOT NULL,
  action      TEXT NOT NULL,
  patient     TEXT,
  subject     TEXT,
  outcome     TEXT NOT NULL,
  CHECK (id > 0)
);

CREATE INDEX access_log_of_clinic ON access_log (clinic, id);
CREATE INDEX access_log_of_patient ON access_log (patient, id);
CREATE INDEX access_log_of_actor ON access_log (actor, id);
