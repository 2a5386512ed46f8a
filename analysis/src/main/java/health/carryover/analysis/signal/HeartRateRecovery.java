package health.carryover.analysis.signal;

/**
 * Fall of heart rate in the first minute after the end of work. Published cut-offs belong to
 * near-maximal clinical tests and to prognosis: they are no diagnosis of a home session, and faster
 * recovery can itself go with overreaching (Aubry et al. 2015, PLoS ONE 10:e0139754).
 */
public final class HeartRateRecovery {

  private static final long SECOND = 1_000;
  private static final long END_SPAN = 10 * SECOND;
  private static final long MINUTE_FROM = 55 * SECOND;
  private static final long MINUTE_TO = 65 * SECOND;
  private static final int FEWEST_SAMPLES = 2;
  private static final int FEWEST_EARLIER = 5;
  private static final double USUAL_END_BPM = 5;
  private static final double FLOOR_BPM = 3;
  private static final double LOW_RECOVERY_BPM = 12;
  private static final double HIGH_RESERVE = 0.70;
  private static final int LOW_SESSIONS = 3;

  private HeartRateRecovery() {}

  /** How the work ended. */
  public enum Stop {
    /** Standing, sitting or lying still. */
    PASSIVE,
    /** A cool-down, or unknown. */
    ACTIVE_OR_UNKNOWN
  }

  /**
   * Recovery over 60 s in bpm: mean of the last 10 s minus mean of 55 to 65 s after the end.
   *
   * @param atMillis ascending times of the samples
   */
  public static Signal over60Seconds(long[] atMillis, float[] bpm, long endMillis) {
    Signal end = mean(atMillis, bpm, endMillis - END_SPAN, endMillis);
    Signal later = mean(atMillis, bpm, endMillis + MINUTE_FROM, endMillis + MINUTE_TO + 1);
    if (end.value().isEmpty() || later.value().isEmpty()) {
      return Signal.lacking(Signal.Lack.TOO_FEW_SAMPLES);
    }
    return Signal.measured(end.value().getAsDouble() - later.value().getAsDouble());
  }

  /** Mean heart rate of the last 10 s. */
  public static Signal endBpm(long[] atMillis, float[] bpm, long endMillis) {
    return mean(atMillis, bpm, endMillis - END_SPAN, endMillis);
  }

  /**
   * Distance from one's own recoveries on the same template; floor 3 bpm. Slower recovery is
   * negative.
   *
   * @param recoveryBpm today
   * @param endBpm heart rate at the end today
   * @param earlierRecoveryBpm earlier values of the template
   * @param earlierEndBpm heart rates at the end then
   */
  public static Signal z(
      double recoveryBpm,
      double endBpm,
      Stop stop,
      double[] earlierRecoveryBpm,
      double[] earlierEndBpm) {
    if (earlierRecoveryBpm.length < FEWEST_EARLIER || earlierEndBpm.length < FEWEST_EARLIER) {
      return Signal.lacking(Signal.Lack.TOO_FEW_EARLIER_VALUES);
    }
    boolean unusualEnd = Math.abs(endBpm - RobustBaseline.median(earlierEndBpm)) > USUAL_END_BPM;
    if (stop != Stop.PASSIVE || unusualEnd) {
      return Signal.lacking(Signal.Lack.NOT_COMPARABLE);
    }
    return Signal.measured(RobustBaseline.of(earlierRecoveryBpm, FLOOR_BPM).z(recoveryBpm));
  }

  /** Whether a recovery is 12 bpm or less after work of at least 70 % of the reserve. */
  public static boolean low(double recoveryBpm, double endFractionOfReserve) {
    return recoveryBpm <= LOW_RECOVERY_BPM && endFractionOfReserve >= HIGH_RESERVE;
  }

  /**
   * Whether low recoveries on this many sessions are worth a neutral note to the clinician, never
   * to the patient.
   */
  public static boolean worthANote(int lowSessions) {
    return lowSessions >= LOW_SESSIONS;
  }

  private static Signal mean(long[] atMillis, float[] bpm, long fromMillis, long toExclusive) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < atMillis.length; i++) {
      if (atMillis[i] >= fromMillis && atMillis[i] < toExclusive && bpm[i] > 0) {
        sum += bpm[i];
        count++;
      }
    }
    return count < FEWEST_SAMPLES
        ? Signal.lacking(Signal.Lack.TOO_FEW_SAMPLES)
        : Signal.measured(sum / count);
  }
}
