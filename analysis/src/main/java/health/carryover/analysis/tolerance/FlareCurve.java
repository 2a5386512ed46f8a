package health.carryover.analysis.tolerance;

/**
 * The probability of a flare over load under one belief, prepared for asking often: the background
 * rates are summed once, so that an answer costs one pass over slopes and nodes. Immutable.
 */
public final class FlareCurve {
  private final ToleranceGrid grid;

  /** What is believed to flare whatever the load. */
  private final double background;

  /** Slope after slope: belief that only load decides, times what the background leaves of it. */
  private final double[] driven;

  FlareCurve(ToleranceGrid grid, double background, double[] driven) {
    this.grid = grid;
    this.background = background;
    this.driven = driven;
  }

  /**
   * Posterior mean probability of a flare.
   *
   * @param logLoad as {@link ToleranceGrid#logLoad} gives it
   */
  public double at(double logLoad) {
    if (Double.isNaN(logLoad)) {
      throw new IllegalArgumentException("load is not a number");
    }
    int nodes = grid.nodes();
    double sum = background;
    for (int slope = 0; slope < grid.slopeCount(); slope++) {
      double odds =
          StrictMath.exp(-grid.slope(slope) * logLoad)
              * grid.gradeOdds(ToleranceBelief.FLARE_GRADE);
      for (int node = 0; node < nodes; node++) {
        sum += driven[slope * nodes + node] / (1 + odds * grid.expSlopeTheta(slope, node));
      }
    }
    return sum;
  }
}
