package health.carryover.analysis;

import health.carryover.analysis.load.ActiveTime;
import health.carryover.analysis.session.HeartRateSeries;
import java.time.Instant;
import java.util.Optional;

/**
 * When heart rate had stayed above the clinician's ceiling for 30 seconds. Readings further apart
 * than 15 seconds do not count as staying. A product choice after common exercise-test practice.
 */
final class HeartRateCeiling {
  private static final long LONG_ENOUGH_MILLIS = 30_000;
  private static final long SAME_STAY_MILLIS = 15_000;

  private HeartRateCeiling() {}

  static Optional<Instant> exceededAt(
      double ceilingBpm, HeartRateSeries series, ActiveTime active) {
    long since = Long.MIN_VALUE;
    long last = Long.MIN_VALUE;
    int to = series.firstAtOrAfter(active.endMillis(active.stretches() - 1) + 1);
    for (int i = series.firstAtOrAfter(active.startMillis(0)); i < to; i++) {
      long at = series.atMillis(i);
      if (series.bpm(i) <= ceilingBpm) {
        since = Long.MIN_VALUE;
      } else if (since == Long.MIN_VALUE || at - last > SAME_STAY_MILLIS) {
        since = at;
      } else if (at - since >= LONG_ENOUGH_MILLIS) {
        return Optional.of(Instant.ofEpochMilli(at));
      }
      last = at;
    }
    return Optional.empty();
  }
}
