package health.carryover.analysis.load;

/** How much of the active time a heart-rate load rests on. */
public enum LoadQuality {
  /** At least 80 % covered: scaled to the full time. */
  GOOD,
  /** 50 to 80 % covered: scaled, low confidence, not for the tolerance model on its own. */
  LOW,
  /** Less than 50 % covered: no load. */
  INSUFFICIENT;

  private static final double GOOD_COVERAGE = 0.80;
  private static final double LOW_COVERAGE = 0.50;

  /**
   * The quality of a coverage.
   *
   * @param coverage 0..1
   */
  public static LoadQuality of(double coverage) {
    if (coverage >= GOOD_COVERAGE) {
      return GOOD;
    }
    return coverage >= LOW_COVERAGE ? LOW : INSUFFICIENT;
  }
}
