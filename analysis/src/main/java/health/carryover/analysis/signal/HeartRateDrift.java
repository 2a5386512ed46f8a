package health.carryover.analysis.signal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Drift of heart rate within a session of constant work. Drift is normal and grows with intensity,
 * heat and dehydration; only its distance from one's own sessions of the same template says
 * something. The first 10 minutes are left out, 5 in sessions shorter than 35 minutes.
 */
public final class HeartRateDrift {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long WARM_UP = 10 * MINUTE;
  private static final long SHORT_WARM_UP = 5 * MINUTE;
  private static final long SHORT_SESSION = 35 * MINUTE;
  private static final long FEWEST_STEADY = 20 * MINUTE;
  private static final long BIN = 30 * SECOND;
  private static final double FEWEST_BINS = 0.8;
  private static final double LARGEST_SPREAD_BPM = 10;
  private static final double TEN_MINUTES_IN_BINS = 20;
  private static final int FEWEST_EARLIER = 5;
  private static final double FLOOR_PERCENT = 1.5;

  private HeartRateDrift() {}

  /** Percent change from a first to a second mean heart rate. */
  public static double percent(double firstBpm, double secondBpm) {
    if (!(firstBpm > 0)) {
      throw new IllegalArgumentException("heart rate must be positive");
    }
    return 100 * (secondBpm - firstBpm) / firstBpm;
  }

  /**
   * Percent loss of output per heartbeat from the first to the second half (Friel; as in
   * GoldenCheetah).
   *
   * @param firstOutput mean speed or power of the first half, above 0
   * @param secondOutput of the second half
   */
  public static double decouplingPercent(
      double firstOutput, double firstBpm, double secondOutput, double secondBpm) {
    if (!(firstOutput > 0) || !(firstBpm > 0) || !(secondBpm > 0)) {
      throw new IllegalArgumentException("output and heart rate must be positive");
    }
    double first = firstOutput / firstBpm;
    double second = secondOutput / secondBpm;
    return 100 * (first - second) / first;
  }

  /**
   * Drift in percent between the halves of the steady part.
   *
   * @param atMillis ascending times of the samples
   * @param bpm heart rates
   * @param startMillis start of the session
   * @param steadyEndMillis end of the planned constant work, before any cool-down
   */
  public static Signal halves(
      long[] atMillis, float[] bpm, long startMillis, long steadyEndMillis) {
    Steady steady = steady(atMillis, bpm, startMillis, steadyEndMillis);
    if (steady.lack != null) {
      return Signal.lacking(steady.lack);
    }
    int half = steady.means.length / 2;
    double first = meanOfKnown(steady.means, 0, half);
    double second = meanOfKnown(steady.means, half, steady.means.length);
    return Signal.measured(percent(first, second));
  }

  /**
   * Drift as the Theil-Sen slope of 30-second means, in bpm per 10 minutes: the median of the
   * slopes between all pairs, untouched by single bouts. Arguments as {@link #halves}.
   */
  public static Signal theilSen(
      long[] atMillis, float[] bpm, long startMillis, long steadyEndMillis) {
    Steady steady = steady(atMillis, bpm, startMillis, steadyEndMillis);
    if (steady.lack != null) {
      return Signal.lacking(steady.lack);
    }
    double[] means = steady.means;
    double[] slopes = new double[means.length * (means.length - 1) / 2];
    int n = 0;
    for (int i = 0; i < means.length; i++) {
      for (int j = i + 1; j < means.length; j++) {
        if (!Double.isNaN(means[i]) && !Double.isNaN(means[j])) {
          slopes[n++] = (means[j] - means[i]) / (j - i);
        }
      }
    }
    return Signal.measured(RobustBaseline.median(Arrays.copyOf(slopes, n)) * TEN_MINUTES_IN_BINS);
  }

  /**
   * Distance of a drift in percent from one's own sessions of the same template, floor 1.5.
   *
   * @param earlierPercents drifts of earlier sessions of the template
   */
  public static Signal z(double driftPercent, double[] earlierPercents) {
    return earlierPercents.length < FEWEST_EARLIER
        ? Signal.lacking(Signal.Lack.TOO_FEW_EARLIER_VALUES)
        : Signal.measured(RobustBaseline.of(earlierPercents, FLOOR_PERCENT).z(driftPercent));
  }

  private static Steady steady(
      long[] atMillis, float[] bpm, long startMillis, long steadyEndMillis) {
    long length = steadyEndMillis - startMillis;
    long from = startMillis + (length < SHORT_SESSION ? SHORT_WARM_UP : WARM_UP);
    int bins = (int) Math.max(0, (steadyEndMillis - from) / BIN);
    if (bins * BIN < FEWEST_STEADY) {
      return new Steady(Signal.Lack.TOO_SHORT);
    }
    double[] sums = new double[bins];
    int[] counts = new int[bins];
    for (int i = 0; i < atMillis.length; i++) {
      long offset = atMillis[i] - from;
      if (offset >= 0 && offset < bins * BIN && bpm[i] > 0) {
        sums[(int) (offset / BIN)] += bpm[i];
        counts[(int) (offset / BIN)]++;
      }
    }
    int known = 0;
    for (int bin = 0; bin < bins; bin++) {
      known += counts[bin] > 0 ? 1 : 0;
      sums[bin] = counts[bin] == 0 ? Double.NaN : sums[bin] / counts[bin];
    }
    if (known < FEWEST_BINS * bins) {
      return new Steady(Signal.Lack.LOW_COVERAGE);
    }
    double mean = meanOfKnown(sums, 0, bins);
    double squares = 0;
    for (double value : sums) {
      squares += Double.isNaN(value) ? 0 : (value - mean) * (value - mean);
    }
    if (Math.sqrt(squares / known) > LARGEST_SPREAD_BPM) {
      return new Steady(Signal.Lack.NOT_STEADY);
    }
    return new Steady(sums);
  }

  private static double meanOfKnown(double[] values, int from, int toExclusive) {
    double sum = 0;
    int known = 0;
    for (int i = from; i < toExclusive; i++) {
      if (!Double.isNaN(values[i])) {
        sum += values[i];
        known++;
      }
    }
    return sum / known;
  }

  /** 30-second means of the steady part, NaN where empty, or why there is none. */
  private static final class Steady {
    final double[] means;
    final Signal.@Nullable Lack lack;

    Steady(double[] means) {
      this.means = means;
      this.lack = null;
    }

    Steady(Signal.Lack lack) {
      this.means = new double[0];
      this.lack = lack;
    }
  }
}
