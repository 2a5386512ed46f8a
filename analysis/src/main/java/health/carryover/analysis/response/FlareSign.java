package health.carryover.analysis.response;

/** What makes a session's aftermath a flare whatever the scores say. */
public enum FlareSign {
  /** The patient calls it a flare-up. Most flares come without more than average pain. */
  PATIENT_SAYS_FLARE,
  /** Rescue medication beyond the usual. */
  RESCUE_MEDICATION,
  /** Usual activities were lost. */
  ACTIVITY_LOSS
}
