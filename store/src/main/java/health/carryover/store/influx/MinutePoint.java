package health.carryover.store.influx;

import com.influxdb.query.InfluxQLQueryResult.Series;
import health.carryover.analysis.port.Telemetry.Minute;
import java.util.Comparator;
import java.util.List;

/**
 * One minute of one device as InfluxDB sums it up: beats per minute in its own precision, so that a
 * minute that is stored and read is the one that was summed up.
 *
 * @param atMillis when it begins
 * @param readings how many, at least 1
 */
record MinutePoint(
    String patient,
    String device,
    long atMillis,
    double mean,
    double lowest,
    double highest,
    int readings) {
  static final String MEASUREMENT = "heart_rate_minutes";
  static final long MINUTE_MILLIS = 60_000;

  private static final Comparator<Minute> BY_TIME =
      Comparator.comparingLong(Minute::atMillis).thenComparing(Minute::device);

  /** The statement that sums up readings. */
  static String summedUp(String condition) {
    return "SELECT MEAN(bpm::float) AS mean, MIN(bpm::float) AS lowest, MAX(bpm::float) AS highest,"
        + " COUNT(bpm::float) AS readings FROM "
        + HeartRateLines.MEASUREMENT
        + " WHERE "
        + condition
        + " GROUP BY time(1m), device, patient fill(none)";
  }

  /** The statement that reads stored minutes. */
  static String stored(String policy, String condition) {
    return "SELECT \"mean\", lowest, highest, readings FROM \""
        + policy
        + "\"."
        + MEASUREMENT
        + " WHERE "
        + condition
        + " GROUP BY device, patient";
  }

  /** What either statement gives. */
  static List<MinutePoint> of(List<Series> found) {
    return found.stream()
        .flatMap(series -> series.getValues().stream().map(point -> of(series, point)))
        .toList();
  }

  private static MinutePoint of(Series series, Series.Record point) {
    return new MinutePoint(
        InfluxQl.tag(series, "patient"),
        InfluxQl.tag(series, "device"),
        InfluxQl.milli(point),
        InfluxQl.number(point, "mean"),
        InfluxQl.number(point, "lowest"),
        InfluxQl.number(point, "highest"),
        (int) InfluxQl.whole(point, "readings"));
  }

  /** As the port gives them, by time and then by device. */
  static List<Minute> minutes(List<MinutePoint> points) {
    return points.stream()
        .map(
            point ->
                new Minute(
                    point.device,
                    point.atMillis,
                    (float) point.mean,
                    (float) point.lowest,
                    (float) point.highest,
                    point.readings))
        .sorted(BY_TIME)
        .toList();
  }

  /** As a line that replaces the one of the same patient, device and minute. */
  String line() {
    return MEASUREMENT
        + HeartRateLines.tags(patient, device)
        + " mean="
        + mean
        + ",lowest="
        + lowest
        + ",highest="
        + highest
        + ",readings="
        + readings
        + "i "
        + atMillis * HeartRateLines.NANOS_PER_MILLI;
  }

  /** Which minute of which device it is. */
  record Place(String patient, String device, long atMillis) {}

  Place place() {
    return new Place(patient, device, atMillis);
  }
}
