package health.carryover.analysis.load;

/**
 * A person's own weighting {@code a * exp(b * x)} for the individualised training impulse: the
 * least-squares exponential fit of blood lactate on the fraction of heart-rate reserve (Manzi et
 * al. 2009, Med Sci Sports Exerc 41:2090).
 *
 * @param a coefficient, above 0
 * @param b exponent, not negative
 */
public record LactateCurve(double a, double b) {

  /** Name stored with an individualised impulse. */
  public static final String VERSION = "itrimp-manzi-2009";

  /** Validates the fit. */
  public LactateCurve {
    if (!(a > 0) || !(b >= 0) || Double.isInfinite(a) || Double.isInfinite(b)) {
      throw new IllegalArgumentException("a lactate curve needs a > 0 and b >= 0");
    }
  }

  /**
   * Impulse per minute.
   *
   * @param fraction fraction of heart-rate reserve, 0..1
   */
  public double ratePerMinute(double fraction) {
    return fraction * a * StrictMath.exp(b * fraction);
  }
}
