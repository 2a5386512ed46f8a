package health.carryover.analysis.signal;

import java.util.List;

/**
 * Resting heart rate against one's own last 28 days: median and scaled median absolute deviation,
 * floor 1.5 bpm. Days of fever or illness are left out by the caller. Illness, alcohol, heat, the
 * menstrual cycle, drugs and poor sleep raise it too.
 */
public final class RestingHeartRate {

  private static final int FEWEST_EARLIER = 10;
  private static final int MOST_EARLIER = 28;
  private static final double FLOOR_BPM = 1.5;
  private static final double HIGH_Z = 2;
  private static final double HIGH_BPM = 4;
  private static final int DAYS = 3;
  private static final int HIGH_DAYS = 2;

  private RestingHeartRate() {}

  /**
   * Distance of today's value from the baseline.
   *
   * @param earlierBpm at most 28 values of the last 28 days
   */
  public static Signal z(double todayBpm, double[] earlierBpm) {
    if (earlierBpm.length > MOST_EARLIER) {
      throw new IllegalArgumentException("the baseline looks back 28 days");
    }
    return earlierBpm.length < FEWEST_EARLIER
        ? Signal.lacking(Signal.Lack.TOO_FEW_EARLIER_VALUES)
        : Signal.measured(RobustBaseline.of(earlierBpm, FLOOR_BPM).z(todayBpm));
  }

  /** Whether one day is high: 2 spreads and 4 bpm above the median. */
  public static boolean high(double todayBpm, RobustBaseline baseline) {
    return baseline.z(todayBpm) >= HIGH_Z && todayBpm - baseline.median() >= HIGH_BPM;
  }

  /** The baseline of {@link #high}, with the floor of this signal. */
  public static RobustBaseline baseline(double[] earlierBpm) {
    return RobustBaseline.of(earlierBpm, FLOOR_BPM);
  }

  /**
   * Whether the resting heart rate is raised: high on at least 2 of the last 3 days.
   *
   * @param highDays whether each measured day was high, the newest last
   */
  public static boolean raised(List<Boolean> highDays) {
    int high = 0;
    for (int age = 1; age <= Math.min(DAYS, highDays.size()); age++) {
      high += highDays.get(highDays.size() - age) ? 1 : 0;
    }
    return high >= HIGH_DAYS;
  }
}
