package health.carryover.deploy.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs a piece of work until it is warm, then in rounds, on the calling thread.
 *
 * @param count how many rounds are measured, at least 1
 * @param nanos how long one round lasts at least
 */
public record Rounds(int count, long nanos) {
  private static final int WARM_UP_ROUNDS = 2;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MICROS_PER_SECOND = 1e6;

  public Rounds {
    if (count < 1 || nanos < 1) {
      throw new IllegalArgumentException("at least one round of at least a nanosecond");
    }
  }

  /** Work that counts and times itself, so that what prepares it is left out. */
  interface Work {
    /** Does some of it. */
    Share run();
  }

  /**
   * Some work that was done.
   *
   * @param items how many things were worked on
   * @param nanos what that took
   * @param result what came out, so that it cannot be left undone
   */
  record Share(long items, long nanos, double result) {}

  /** Items a second in each round, ascending. */
  double[] perSecond(Work work) {
    double[] rates = new double[count];
    for (int round = -WARM_UP_ROUNDS; round < count; round++) {
      long items = 0;
      long spent = 0;
      double result = 0;
      while (spent < nanos) {
        Share share = work.run();
        items += share.items();
        spent += share.nanos();
        result += share.result();
      }
      if (Double.isNaN(result)) {
        throw new IllegalStateException("the work gave no number");
      }
      if (round >= 0) {
        rates[round] = items * NANOS_PER_SECOND / spent;
      }
    }
    Arrays.sort(rates);
    return rates;
  }

  static BenchRow row(
      String name, String what, String unit, double[] ascending, @Nullable Double goal) {
    return new BenchRow(
        name,
        what,
        unit,
        ascending.length,
        ascending[0],
        median(ascending),
        ascending[ascending.length - 1],
        goal);
  }

  /** Rates as microseconds for each group of {@code items}, ascending. */
  static double[] micros(double[] rates, int items) {
    double[] micros = Arrays.stream(rates).map(rate -> items * MICROS_PER_SECOND / rate).toArray();
    Arrays.sort(micros);
    return micros;
  }

  static double median(double[] ascending) {
    int middle = ascending.length / 2;
    return ascending.length % 2 == 1
        ? ascending[middle]
        : (ascending[middle - 1] + ascending[middle]) / 2;
  }
}
