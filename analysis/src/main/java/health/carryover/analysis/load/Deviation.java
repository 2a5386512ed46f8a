package health.carryover.analysis.load;

/** Which standard deviation: the abstract of Foster 1998 does not say, and programs differ. */
public enum Deviation {
  /** Divided by n - 1; the default here. */
  SAMPLE(1),
  /** Divided by n. */
  POPULATION(0);

  private final int lostDegrees;

  Deviation(int lostDegrees) {
    this.lostDegrees = lostDegrees;
  }

  double of(double sumOfSquares, int count) {
    return Math.sqrt(sumOfSquares / (count - lostDegrees));
  }
}
