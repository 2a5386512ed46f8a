package health.carryover.analysis.history;

import health.carryover.analysis.load.ActiveTime;
import health.carryover.analysis.load.SustainedHeartRate;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.signal.HeartRateCost;
import health.carryover.analysis.signal.HeartRateDrift;
import health.carryover.analysis.signal.HeartRateRecovery;
import health.carryover.analysis.signal.HeartRateRecovery.Stop;
import health.carryover.analysis.signal.Signal;
import health.carryover.analysis.signal.Signal.Lack;
import org.jspecify.annotations.Nullable;

/**
 * What the readings of one session say by themselves, read once and kept for the baselines of later
 * sessions.
 *
 * @param driftPercent between the halves of the steady part
 * @param recoveryBpm fall over 60 s after the end
 * @param endBpm mean of the last 10 s
 * @param meanBpm mean of the steady part
 * @param peakBpm highest heart rate held for 10 s
 * @param stop how the work ended
 */
public record SessionMeasures(
    Signal driftPercent,
    Signal recoveryBpm,
    Signal endBpm,
    Signal meanBpm,
    Signal peakBpm,
    Stop stop) {

  /** Readings this long after the end still belong to the recovery. */
  public static final long RECOVERY_MILLIS = 150_000;

  /** Work that ends this far below the minutes before has already cooled down. */
  private static final double COOLED_DOWN_BPM = 5;

  private static final long BEFORE_END_FROM = 180_000;
  private static final long BEFORE_END_TO = 60_000;
  private static final Signal NO_READINGS = Signal.lacking(Lack.TOO_FEW_SAMPLES);

  /** Of a session without readings. */
  public static final SessionMeasures NONE =
      new SessionMeasures(
          NO_READINGS, NO_READINGS, NO_READINGS, NO_READINGS, NO_READINGS, Stop.ACTIVE_OR_UNKNOWN);

  /**
   * Reads a session that is over. Pauses make work unsteady: then there is neither drift nor cost.
   * That a stop was passive is not told by any device: it is taken to be where the work ended at
   * the level of the minutes before (a product choice).
   *
   * @param series the readings of the device that counts, or null
   */
  public static SessionMeasures read(AssembledSession session, @Nullable HeartRateSeries series) {
    ActiveTime active = session.active();
    long start = active.startMillis(0);
    long end = session.end().toEpochMilli();
    if (series == null) {
      return NONE;
    }
    int from = series.firstAtOrAfter(start);
    int to = series.firstAtOrAfter(end + RECOVERY_MILLIS + 1);
    HeartRateSeries.Slice read = series.slice(from, to);
    long[] at = read.atMillis();
    float[] bpm = read.bpm();
    boolean unbroken = active.stretches() == 1 && active.endMillis(0) == end;
    Signal broken = Signal.lacking(Lack.NOT_STEADY);
    return new SessionMeasures(
        unbroken ? HeartRateDrift.halves(at, bpm, start, end) : broken,
        HeartRateRecovery.over60Seconds(at, bpm, end),
        HeartRateRecovery.endBpm(at, bpm, end),
        unbroken ? HeartRateCost.steadyMean(at, bpm, start, end) : broken,
        peak(at, bpm, series.firstAtOrAfter(end + 1) - from),
        stop(at, bpm, end));
  }

  private static Signal peak(long[] at, float[] bpm, int to) {
    Double held = SustainedHeartRate.highestHeld(at, bpm, 0, to);
    return held == null ? NO_READINGS : Signal.measured(held);
  }

  private static Stop stop(long[] at, float[] bpm, long end) {
    Signal last = HeartRateRecovery.endBpm(at, bpm, end);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < at.length; i++) {
      if (at[i] >= end - BEFORE_END_FROM && at[i] < end - BEFORE_END_TO) {
        sum += bpm[i];
        count++;
      }
    }
    if (count == 0 || last.value().isEmpty()) {
      return Stop.ACTIVE_OR_UNKNOWN;
    }
    return last.value().getAsDouble() >= sum / count - COOLED_DOWN_BPM
        ? Stop.PASSIVE
        : Stop.ACTIVE_OR_UNKNOWN;
  }
}
