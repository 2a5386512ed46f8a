package health.carryover.analysis.load;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * How long each heart rate was held: the sufficient statistic of every load on this page that does
 * not depend on order. Immutable. Milliseconds are whole numbers, so the distribution does not
 * depend on the order in which samples arrived, and each distinct heart rate is weighted once.
 */
public final class HeartRateDistribution {

  private static final double MILLIS_PER_MINUTE = 60_000;

  private final float[] bpm;
  private final long[] millis;

  HeartRateDistribution(long[] wholeBpmMillis, DistinctHeartRates fractional) {
    float[] distinct = fractional.ascending();
    int wholes = 0;
    for (long held : wholeBpmMillis) {
      if (held > 0) {
        wholes++;
      }
    }
    bpm = new float[wholes + distinct.length];
    millis = new long[bpm.length];
    int n = 0;
    for (int whole = 0; whole < wholeBpmMillis.length; whole++) {
      if (wholeBpmMillis[whole] > 0) {
        bpm[n] = whole;
        millis[n++] = wholeBpmMillis[whole];
      }
    }
    for (float value : distinct) {
      bpm[n] = value;
      millis[n++] = fractional.millisAt(value);
    }
  }

  private HeartRateDistribution(float[] bpm, long[] millis) {
    this.bpm = bpm;
    this.millis = millis;
  }

  /**
   * A distribution from distinct heart rates, ascending, and how long each was held.
   *
   * @throws IllegalArgumentException when the arrays differ in length
   */
  public static HeartRateDistribution of(float[] bpm, long[] millis) {
    if (bpm.length != millis.length) {
      throw new IllegalArgumentException("each heart rate needs a time");
    }
    return new HeartRateDistribution(bpm.clone(), millis.clone());
  }

  /** Number of distinct heart rates. */
  public int size() {
    return bpm.length;
  }

  /** Distinct heart rate {@code index} in bpm, ascending. */
  public float bpm(int index) {
    return bpm[index];
  }

  /** How long heart rate {@code index} was held, in milliseconds. */
  public long millis(int index) {
    return millis[index];
  }

  /** Time with a heart rate. */
  public long totalMillis() {
    long total = 0;
    for (long held : millis) {
      total += held;
    }
    return total;
  }

  /** Minutes weighted by a rate per minute of the heart rate in bpm. */
  public double weightedMinutes(DoubleUnaryOperator ratePerMinute) {
    double sum = 0;
    for (int i = 0; i < bpm.length; i++) {
      sum += millis[i] / MILLIS_PER_MINUTE * ratePerMinute.applyAsDouble(bpm[i]);
    }
    return sum;
  }

  /** Time-weighted mean heart rate in bpm; empty without any held time. */
  public OptionalDouble meanBpm() {
    long total = totalMillis();
    return total == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(weightedMinutes(rate -> rate) * MILLIS_PER_MINUTE / total);
  }

  /** Seconds in each zone, as many as the zones have. */
  public List<Double> secondsIn(HeartRateZones zones) {
    long[] held = new long[zones.count()];
    for (int i = 0; i < bpm.length; i++) {
      held[zones.zoneOf(bpm[i])] += millis[i];
    }
    List<Double> seconds = new ArrayList<>(held.length);
    for (long zoneMillis : held) {
      seconds.add(zoneMillis / 1000.0);
    }
    return List.copyOf(seconds);
  }
}
