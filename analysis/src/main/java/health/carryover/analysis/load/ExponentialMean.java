package health.carryover.analysis.load;

import java.util.OptionalDouble;

/**
 * Exponentially weighted mean of daily load (Williams et al. 2017, Br J Sports Med 51:209): {@code
 * E = lambda * L + (1 - lambda) * E_previous}, {@code lambda = 2 / (N + 1)}. Unknown days leave it
 * as it is.
 *
 * @param lambda weight of the newest day, above 0 and at most 1
 */
public record ExponentialMean(double lambda) {

  /** Validates the weight. */
  public ExponentialMean {
    if (!(lambda > 0 && lambda <= 1)) {
      throw new IllegalArgumentException("lambda must be within (0, 1]");
    }
  }

  /** The mean with the weight that belongs to a span of days. */
  public static ExponentialMean overDays(int days) {
    return new ExponentialMean(2.0 / (days + 1));
  }

  /** One step. */
  public double next(double previous, double load) {
    return lambda * load + (1 - lambda) * previous;
  }

  /** The mean after {@code day}, seeded with the first known day; empty while none is known. */
  public OptionalDouble at(DailySeries series, int day) {
    boolean seeded = false;
    double mean = 0;
    for (int i = 0; i <= day; i++) {
      if (series.isKnown(i)) {
        mean = seeded ? next(mean, series.load(i)) : series.load(i);
        seeded = true;
      }
    }
    return seeded ? OptionalDouble.of(mean) : OptionalDouble.empty();
  }

  /** The mean after {@code day}, starting from a given value before the first day. */
  public double from(double initial, DailySeries series, int day) {
    double mean = initial;
    for (int i = 0; i <= day; i++) {
      if (series.isKnown(i)) {
        mean = next(mean, series.load(i));
      }
    }
    return mean;
  }

  /**
   * Robust exponential decreasing index (Moussa et al. 2019, BMJ Open Sport Exerc Med 5:e000573):
   * exponentially decreasing weights normalised over the known days only, so that missing days do
   * not count as rest. Empty while no day is known.
   *
   * @param decayPerDay decay constant alpha of the weight {@code exp(-alpha * age)}, above 0
   */
  public static OptionalDouble robustIndex(DailySeries series, int day, double decayPerDay) {
    if (!(decayPerDay > 0)) {
      throw new IllegalArgumentException("decay must be above 0");
    }
    double weights = 0;
    double sum = 0;
    for (int i = 0; i <= day; i++) {
      if (series.isKnown(i)) {
        double weight = StrictMath.exp(-decayPerDay * (day - i));
        weights += weight;
        sum += weight * series.load(i);
      }
    }
    return weights == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weights);
  }
}
