package health.carryover.analysis.mechanism;

/** Four explanations that may also hold together. */
public enum Mechanism {
  /** The session's load was more than is tolerated. */
  LOAD_TOLERANCE_EXCEEDED("load-tolerance-exceeded"),
  /** Low capacity: lost condition and fatigue. */
  DECONDITIONING_FATIGUE("deconditioning-fatigue"),
  /** Amplified processing; load hardly matters. */
  SENSITIVITY_REBOUND("sensitivity-rebound"),
  /** Short gap, sleep, stress, nutrition. */
  INCOMPLETE_RECOVERY("incomplete-recovery");

  private final String code;

  Mechanism(String code) {
    this.code = code;
  }

  /** The name used in messages. */
  public String code() {
    return code;
  }
}
