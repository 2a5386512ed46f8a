-- Care plans, version by version, with what each says anew; they go when the patient goes.
CREATE TABLE care_plan_versions (
  patient      TEXT NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
  version      BIGINT NOT NULL,
  person       TEXT NOT NULL,
  saved_at     BIGINT NOT NULL,
  applies_from BIGINT NOT NULL,
  sent_at      BIGINT,
  PRIMARY KEY (patient, version),
  CHECK (version > 0)
);

CREATE INDEX care_plan_versions_unsent ON care_plan_versions (saved_at) WHERE sent_at IS NULL;

-- An empty value: it was taken back.
CREATE TABLE care_plan_changes (
  patient TEXT NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  field   TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (patient, version, field)
);
