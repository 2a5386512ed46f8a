package health.carryover.analysis.tolerance;

/**
 * Closed-form approximation of the filter with fixed slope, background and lapse (one Fisher
 * scoring step per outcome; predictive after MacKay 1992). For comparison only: its nominal 90 %
 * intervals cover far less, so it is no part of the product.
 */
record LaplaceFilter(double mean, double variance) {

  private static final double SLOPE = 6;
  private static final double BACKGROUND = 0.06;
  private static final double LAPSE = 0.02;
  private static final double SHARE = 1 - BACKGROUND - LAPSE;

  double probability(double x) {
    return BACKGROUND + SHARE * sigma(SLOPE * (x - mean));
  }

  double predictive(double x) {
    double damping = Math.sqrt(1 + Math.PI * SLOPE * SLOPE * variance / 8);
    return BACKGROUND + SHARE * sigma(SLOPE * (x - mean) / damping);
  }

  LaplaceFilter afterDays(double days, double wanderPerSqrtDay) {
    return new LaplaceFilter(mean, variance + wanderPerSqrtDay * wanderPerSqrtDay * days);
  }

  LaplaceFilter updated(double x, int flare) {
    double s = sigma(SLOPE * (x - mean));
    double p = probability(x);
    double d = -SHARE * SLOPE * s * (1 - s);
    double information = d * d / (p * (1 - p));
    double next = 1 / (1 / variance + information);
    return new LaplaceFilter(mean + next * d * (flare - p) / (p * (1 - p)), next);
  }

  private static double sigma(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
