package health.carryover.analysis.session;

import health.carryover.analysis.event.HeartRateSamples.Sensor;
import health.carryover.analysis.load.ActiveTime;
import health.carryover.analysis.load.HeartRateDistribution;
import health.carryover.analysis.load.HeartRateLoad;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.load.SessionLoad;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What heart rate says about one session: of several devices the one that covers it best, a chest
 * strap before others of the same coverage.
 *
 * @param device the device read, or null without any reading
 * @param load its load under {@code basis}
 * @param distribution how long each heart rate was held, to count the load under another basis
 * @param basis what {@code load} was counted with
 */
public record SessionHeartRate(
    @Nullable String device,
    HeartRateLoad load,
    HeartRateDistribution distribution,
    LoadBasis basis) {

  private static final double SAME_COVERAGE = 0.01;
  private static final HeartRateSeries NONE = new HeartRateSeries();

  /** Reads a session that is over. */
  public static SessionHeartRate of(
      AssembledSession session, SortedMap<String, HeartRateSeries> readings, LoadBasis basis) {
    SessionHeartRate best = null;
    Sensor bestSensor = Sensor.UNKNOWN;
    for (Map.Entry<String, HeartRateSeries> entry : readings.entrySet()) {
      HeartRateSeries series = entry.getValue();
      SessionHeartRate next = read(entry.getKey(), series, session.active(), basis);
      if (next.load.readings() > 0 && (best == null || next.covers(best, series, bestSensor))) {
        best = next;
        bestSensor = series.sensor();
      }
    }
    return best == null ? read(null, NONE, session.active(), basis) : best;
  }

  private boolean covers(SessionHeartRate other, HeartRateSeries series, Sensor otherSensor) {
    double more = load.coverage() - other.load.coverage();
    if (Math.abs(more) > SAME_COVERAGE) {
      return more > 0;
    }
    return series.sensor() == Sensor.CHEST && otherSensor != Sensor.CHEST;
  }

  private static SessionHeartRate read(
      @Nullable String device, HeartRateSeries series, ActiveTime active, LoadBasis basis) {
    int from = series.firstAtOrAfter(active.startMillis(0));
    int to = series.firstAtOrAfter(active.endMillis(active.stretches() - 1));
    HeartRateSeries.Slice read = series.slice(from, Math.max(from, to));
    return new SessionHeartRate(
        device,
        SessionLoad.integrate(basis, active, read.atMillis(), read.bpm(), 0, read.size()),
        SessionLoad.distribution(basis, active, read.atMillis(), read.bpm(), 0, read.size()),
        basis);
  }
}
