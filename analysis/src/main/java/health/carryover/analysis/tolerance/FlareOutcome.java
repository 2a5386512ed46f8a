package health.carryover.analysis.tolerance;

/** Whether a flare followed a session. A missing answer is neither: then only time passes. */
public enum FlareOutcome {
  /** A flare followed. */
  FLARE,
  /** None followed. */
  NO_FLARE
}
