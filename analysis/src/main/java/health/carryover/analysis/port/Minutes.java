package health.carryover.analysis.port;

import health.carryover.analysis.port.Telemetry.Minute;
import health.carryover.analysis.port.Telemetry.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Readings summed up minute by minute. */
final class Minutes {
  private static final long MINUTE_MILLIS = 60_000;
  private static final Comparator<Minute> BY_TIME =
      Comparator.comparingLong(Minute::atMillis).thenComparing(Minute::device);

  private Minutes() {}

  static List<Minute> of(List<Reading> readings) {
    Map<Key, DoubleSummaryStatistics> sums = new HashMap<>();
    for (Reading reading : readings) {
      long minute = Math.floorDiv(reading.atMillis(), MINUTE_MILLIS) * MINUTE_MILLIS;
      sums.computeIfAbsent(new Key(reading.device(), minute), key -> new DoubleSummaryStatistics())
          .accept(reading.bpm());
    }
    List<Minute> minutes = new ArrayList<>(sums.size());
    sums.forEach((key, sum) -> minutes.add(key.with(sum)));
    minutes.sort(BY_TIME);
    return minutes;
  }

  private record Key(String device, long minute) {
    Minute with(DoubleSummaryStatistics sum) {
      return new Minute(
          device,
          minute,
          (float) sum.getAverage(),
          (float) sum.getMin(),
          (float) sum.getMax(),
          (int) sum.getCount());
    }
  }
}
