package health.carryover.analysis.load;

/**
 * Banister's training impulse: {@code sum of minutes * x * c * exp(b * x)} over the fraction of
 * heart-rate reserve x (Banister 1991; Morton, Fitz-Clarke &amp; Banister 1990, J Appl Physiol
 * 69:1171). Arbitrary units.
 *
 * <p>The female coefficient is a known fork in the field: 0.86 in the original, 0.64 in several
 * programs. The two differ by a factor of 1.344, so the version goes with every value and never
 * changes for one person's series.
 */
public enum BanisterFormula {
  /** Male constants 0.64 and 1.92. */
  MALE(0.64, 1.92, "banister-1991-m0.64"),
  /** Female constants 0.86 and 1.67, the original and the default for women. */
  FEMALE_086(0.86, 1.67, "banister-1991-f0.86"),
  /** Female exponent with coefficient 0.64, for comparison with programs that use it. */
  FEMALE_064(0.64, 1.67, "banister-1991-f0.64"),
  /** Male constants as an index for everyone whose sex is not specified. */
  UNISEX(0.64, 1.92, "banister-1991-unisex0.64");

  private final double coefficient;
  private final double exponent;
  private final String version;

  BanisterFormula(double coefficient, double exponent, String version) {
    this.coefficient = coefficient;
    this.exponent = exponent;
    this.version = version;
  }

  /** The name stored with every value. */
  public String version() {
    return version;
  }

  /**
   * Impulse per minute at a fraction of heart-rate reserve.
   *
   * @param fraction 0..1
   */
  public double ratePerMinute(double fraction) {
    return fraction * coefficient * StrictMath.exp(exponent * fraction);
  }

  /**
   * Impulse of a whole session from its mean heart rate. Never above the sample-wise impulse, which
   * is preferred: the rate is convex in x.
   *
   * @param minutes duration, not negative
   * @param meanBpm mean heart rate
   */
  public double ofMean(double minutes, double meanBpm, HeartRateReference reference) {
    if (!(minutes >= 0)) {
      throw new IllegalArgumentException("minutes must not be negative");
    }
    return minutes * ratePerMinute(reference.fractionOfReserve(meanBpm));
  }
}
