-- What clinicians keep about their patients to find their way; it goes when the patient goes.
CREATE TABLE patient_tags (
  patient TEXT NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
  tag     TEXT NOT NULL,
  PRIMARY KEY (patient, tag)
);

CREATE TABLE patient_people (
  patient TEXT NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
  person  TEXT NOT NULL,
  PRIMARY KEY (patient, person)
);

-- Of each patient who looked last; every look is in the audit.
CREATE TABLE patient_reviews (
  patient     TEXT PRIMARY KEY REFERENCES patients (id) ON DELETE CASCADE,
  person      TEXT NOT NULL,
  reviewed_at BIGINT NOT NULL
);
