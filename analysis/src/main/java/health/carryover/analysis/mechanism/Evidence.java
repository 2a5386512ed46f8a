package health.carryover.analysis.mechanism;

/** What is looked at to tell the mechanisms apart. */
public enum Evidence {
  /** E1: the load probably exceeded the tolerance. */
  LOAD_OVER_TOLERANCE("E1"),
  /** E2: flares probably come whatever the load. */
  LOAD_INDEPENDENT("E2"),
  /** E3: heart-rate cost, drift or recovery beyond 2 spreads. */
  HEART_RATE_STRAIN("E3"),
  /** E4: at least two of poor sleep, stress, a short gap, raised resting heart rate. */
  POOR_RECOVERY("E4"),
  /** E5: a rebound of 4 or more, longer than 48 h, or spreading. */
  WIDE_REBOUND("E5");

  private final String code;

  Evidence(String code) {
    this.code = code;
  }

  /** The short code, E1 to E5. */
  public String code() {
    return code;
  }

  /** What is known of a piece of evidence. */
  public enum State {
    /** It is there. */
    PRESENT,
    /** It is known not to be there. */
    ABSENT,
    /** Nothing is known, or it lies between the bounds: it does not count. */
    UNKNOWN
  }

  private static final double OVER_FROM = 0.6;
  private static final double OVER_BELOW = 0.3;
  private static final double INDEPENDENT_FROM = 0.5;
  private static final double INDEPENDENT_BELOW = 0.1;

  /** State of E1 from the probability that the load exceeded the tolerance. */
  public static State ofOverTolerance(double probability) {
    return between(probability, OVER_BELOW, OVER_FROM);
  }

  /** State of E2 from the probability that flares are load-independent. */
  public static State ofLoadIndependent(double probability) {
    return between(probability, INDEPENDENT_BELOW, INDEPENDENT_FROM);
  }

  private static State between(double probability, double absentTo, double presentFrom) {
    if (probability >= presentFrom) {
      return State.PRESENT;
    }
    return probability <= absentTo ? State.ABSENT : State.UNKNOWN;
  }
}
