package health.carryover.analysis.load;

/**
 * Whether heart rate is a valid ruler of intensity for a person. Under beta-blockers, ivabradine,
 * verapamil or diltiazem, a pacemaker, atrial fibrillation, a transplant or chronotropic
 * incompetence it is not.
 */
public enum RateLimit {
  /** Heart rate follows effort. */
  NONE,
  /** Heart rate is limited or unreliable. */
  LIMITED;

  /** Which load a person's tolerance is followed in. */
  public enum Currency {
    /** A heart-rate impulse. */
    HEART_RATE,
    /** Session RPE times minutes. */
    SESSION_RPE
  }

  /** The currency to use: session RPE whenever heart rate is limited. */
  public Currency currency(Currency preferred) {
    return this == LIMITED ? Currency.SESSION_RPE : preferred;
  }

  /** Whether zones may be coached from an age formula. */
  public boolean allowsAgeFormulaZones() {
    return this == NONE;
  }

  /** Whether a ceiling must come from the clinician. */
  public boolean needsClinicianCeiling() {
    return this == LIMITED;
  }

  /** Whether a change of dose starts a new epoch of the heart-rate history. */
  public boolean doseChangeStartsEpoch() {
    return this == LIMITED;
  }
}
