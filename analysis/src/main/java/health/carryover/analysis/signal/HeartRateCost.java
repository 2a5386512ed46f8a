package health.carryover.analysis.signal;

/**
 * Heart rate at the same work: the mean of the steady part minus one's own median for the template
 * over its last sessions. Up with lost condition (Mujika &amp; Padilla 2000, 2001), down with
 * fitness and, over weeks of too much, with fatigue.
 */
public final class HeartRateCost {

  private static final int MOST_EARLIER = 6;
  private static final int FEWEST_EARLIER = 3;
  private static final double FLOOR_BPM = 3;
  private static final long SKIPPED_MILLIS = 5 * 60_000;
  private static final int FEWEST_SAMPLES = 30;

  private HeartRateCost() {}

  /**
   * Mean heart rate from minute 5 to the end of the steady part, in bpm.
   *
   * @param atMillis ascending times of the samples
   */
  public static Signal steadyMean(
      long[] atMillis, float[] bpm, long startMillis, long steadyEndMillis) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < atMillis.length; i++) {
      boolean steady = atMillis[i] >= startMillis + SKIPPED_MILLIS && atMillis[i] < steadyEndMillis;
      if (steady && bpm[i] > 0) {
        sum += bpm[i];
        count++;
      }
    }
    return count < FEWEST_SAMPLES
        ? Signal.lacking(Signal.Lack.TOO_FEW_SAMPLES)
        : Signal.measured(sum / count);
  }

  /** Bpm above one's own median for the template; arguments as {@link #z}. */
  public static Signal change(double meanBpm, double[] earlierMeanBpm) {
    return enough(earlierMeanBpm)
        ? Signal.measured(meanBpm - RobustBaseline.median(earlierMeanBpm))
        : Signal.lacking(Signal.Lack.TOO_FEW_EARLIER_VALUES);
  }

  /**
   * The same in spreads, floor 3 bpm.
   *
   * @param earlierMeanBpm means of at most the last 6 sessions of the template; at least 3
   */
  public static Signal z(double meanBpm, double[] earlierMeanBpm) {
    return enough(earlierMeanBpm)
        ? Signal.measured(RobustBaseline.of(earlierMeanBpm, FLOOR_BPM).z(meanBpm))
        : Signal.lacking(Signal.Lack.TOO_FEW_EARLIER_VALUES);
  }

  private static boolean enough(double[] earlier) {
    if (earlier.length > MOST_EARLIER) {
      throw new IllegalArgumentException("the cost looks back 6 sessions of the template");
    }
    return earlier.length >= FEWEST_EARLIER;
  }
}
