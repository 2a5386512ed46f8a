package health.carryover.analysis.response;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Arithmetic of pain scores. */
final class PainScores {

  private static final double HIGHEST = 10;
  private static final double DIGITS = 1e6;

  private PainScores() {}

  static void require(@Nullable Double score) {
    if (score != null && !(score >= 0 && score <= HIGHEST)) {
      throw new IllegalArgumentException("pain must be within 0..10");
    }
  }

  /** Difference free of binary noise, so that 6.1 - 4.1 reaches a threshold of 2. */
  static double difference(double a, double b) {
    return Math.rint((a - b) * DIGITS) / DIGITS;
  }

  static @Nullable Double lower(@Nullable Double a, @Nullable Double b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Double.valueOf(Math.min(a, b));
  }

  static @Nullable Double higher(@Nullable Double a, @Nullable Double b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Double.valueOf(Math.max(a, b));
  }

  /** Median of at least one value. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
