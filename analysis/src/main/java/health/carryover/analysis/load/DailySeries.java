package health.carryover.analysis.load;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Load of consecutive local days, oldest first. A rest day is a known 0; a day nothing is known
 * about is unknown and never a 0. Immutable.
 */
public final class DailySeries {

  private final double[] loads;
  private final BitSet unknown;

  private DailySeries(double[] loads, BitSet unknown) {
    this.loads = loads;
    this.unknown = unknown;
  }

  /**
   * Known days.
   *
   * @throws IllegalArgumentException when a load is negative or not finite
   */
  public static DailySeries of(double... loads) {
    for (double load : loads) {
      requireLoad(load);
    }
    return new DailySeries(loads.clone(), new BitSet());
  }

  /** Days of which those that are null are unknown. */
  public static DailySeries ofKnown(@Nullable Double[] loads) {
    double[] values = new double[loads.length];
    BitSet unknown = new BitSet();
    for (int day = 0; day < loads.length; day++) {
      Double load = loads[day];
      if (load == null) {
        unknown.set(day);
      } else {
        requireLoad(load);
        values[day] = load;
      }
    }
    return new DailySeries(values, unknown);
  }

  /** Number of days, known or not. */
  public int days() {
    return loads.length;
  }

  /** Whether a day is known. */
  public boolean isKnown(int day) {
    return !unknown.get(day);
  }

  /**
   * Load of a known day.
   *
   * @throws IllegalStateException when the day is unknown
   */
  public double load(int day) {
    if (unknown.get(day)) {
      throw new IllegalStateException("day is unknown");
    }
    return loads[day];
  }

  /** Known days in [from, toExclusive). */
  public int knownDays(int from, int toExclusive) {
    return toExclusive - from - unknown.get(from, toExclusive).cardinality();
  }

  /** Sum of the known days in [from, toExclusive). */
  public double sum(int from, int toExclusive) {
    double sum = 0;
    for (int day = from; day < toExclusive; day++) {
      sum += loads[day];
    }
    return sum;
  }

  private static void requireLoad(double load) {
    if (!(load >= 0) || Double.isInfinite(load)) {
      throw new IllegalArgumentException("load must be a number of at least 0");
    }
  }
}
