package health.carryover.deploy.bench;

import java.util.Arrays;
import java.util.List;

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
  public interface Work {
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
  public record Share(long items, long nanos, double result) {}

  /** Items a second in each round, ascending. */
  public double[] perSecond(Work work) {
    return perSecondInTurn(List.of(work)).get(0);
  }

  /**
   * Items a second in each round, ascending, of each of the works. They take turns, so that what
   * else the machine does meets all of them alike.
   */
  public List<double[]> perSecondInTurn(List<Work> works) {
    List<double[]> rates = works.stream().map(work -> new double[count]).toList();
    for (int round = -WARM_UP_ROUNDS; round < count; round++) {
      for (int i = 0; i < works.size(); i++) {
        double rate = rate(works.get(i));
        if (round >= 0) {
          rates.get(i)[round] = rate;
        }
      }
    }
    rates.forEach(Arrays::sort);
    return rates;
  }

  private double rate(Work work) {
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
    return items * NANOS_PER_SECOND / spent;
  }

  /** Rates as microseconds for each group of {@code items}, ascending. */
  static double[] micros(double[] rates, int items) {
    double[] micros = Arrays.stream(rates).map(rate -> items * MICROS_PER_SECOND / rate).toArray();
    Arrays.sort(micros);
    return micros;
  }

  /** The middle value, or the mean of both. */
  public static double median(double[] ascending) {
    int middle = ascending.length / 2;
    return ascending.length % 2 == 1
        ? ascending[middle]
        : (ascending[middle - 1] + ascending[middle]) / 2;
  }

  /** The value that a share of all does not exceed; NaN if there are none. */
  public static double quantile(double[] ascending, double share) {
    if (ascending.length == 0) {
      return Double.NaN;
    }
    return ascending[(int) Math.min(ascending.length - 1, Math.ceil(share * ascending.length) - 1)];
  }
}
