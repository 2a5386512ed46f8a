package health.carryover.analysis.signal;

import java.util.Arrays;

/**
 * A person's own level: the median of earlier values and their spread as the median absolute
 * deviation, scaled to a standard deviation and never below a floor.
 *
 * @param median of the earlier values
 * @param sigma {@code max(1.4826 * MAD, floor)}, above 0
 */
public record RobustBaseline(double median, double sigma) {

  private static final double NORMAL_CONSISTENCY = 1.4826;

  /** Checks the spread. */
  public RobustBaseline {
    if (!(sigma > 0)) {
      throw new IllegalArgumentException("spread must be positive");
    }
  }

  /**
   * From earlier values.
   *
   * @param values at least one, in any order
   * @param floor smallest spread, above 0
   */
  public static RobustBaseline of(double[] values, double floor) {
    double median = median(values);
    double[] deviations = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      deviations[i] = Math.abs(values[i] - median);
    }
    return new RobustBaseline(median, Math.max(NORMAL_CONSISTENCY * median(deviations), floor));
  }

  /** Distance of a value from the median in spreads. */
  public double z(double value) {
    return (value - median) / sigma;
  }

  /** Median of at least one value, in any order. */
  public static double medianOf(double[] values) {
    return median(values);
  }

  static double median(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a median needs a value");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
