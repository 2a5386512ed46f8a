package health.carryover.analysis.response;

/** How pain answered a session. */
public enum ResponsePattern {
  /** Better during, a flare afterwards: the load was probably more than is tolerated. */
  RELIEF_THEN_REBOUND("relief-then-rebound"),
  /** Better during, gone by the next morning, nothing worse: hold, do not progress. */
  RELIEF_NOT_CARRIED_OVER("relief-not-carried-over"),
  /** Better during and still better the next morning: the goal. */
  CARRY_OVER("carry-over"),
  /** A flare without relief. */
  FLARE_WITHOUT_RELIEF("flare-without-relief"),
  /** Neither relief nor flare. */
  STABLE("stable"),
  /** Too little is answered. */
  UNKNOWN("unknown");

  private final String code;

  ResponsePattern(String code) {
    this.code = code;
  }

  /** The name used in messages. */
  public String code() {
    return code;
  }
}
