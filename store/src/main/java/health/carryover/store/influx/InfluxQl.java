package health.carryover.store.influx;

import com.influxdb.query.InfluxQLQueryResult.Series;
import java.time.Instant;

/** What statements of InfluxQL are made of, and how values are read from its answers. */
final class InfluxQl {
  private InfluxQl() {}

  static String is(String patient) {
    return "patient = '" + patient.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  static String within(long fromInclusiveMillis, long toExclusiveMillis) {
    return "time >= "
        + fromInclusiveMillis * HeartRateLines.NANOS_PER_MILLI
        + " AND time < "
        + toExclusiveMillis * HeartRateLines.NANOS_PER_MILLI;
  }

  static String within(String patient, long fromInclusiveMillis, long toExclusiveMillis) {
    return is(patient) + " AND " + within(fromInclusiveMillis, toExclusiveMillis);
  }

  /** A bound in milliseconds, or the nearest that InfluxDB can hold. */
  static long millis(Instant bound) {
    if (bound.isBefore(Instant.ofEpochMilli(HeartRateLines.FIRST_MILLI))) {
      return HeartRateLines.FIRST_MILLI;
    }
    return bound.isAfter(Instant.ofEpochMilli(HeartRateLines.LAST_MILLI))
        ? HeartRateLines.LAST_MILLI
        : bound.toEpochMilli();
  }

  static String tag(Series series, String name) {
    return String.valueOf(series.getTags().get(name));
  }

  static long milli(Series.Record point) {
    return Math.floorDiv(whole(point, "time"), HeartRateLines.NANOS_PER_MILLI);
  }

  static long whole(Series.Record point, String column) {
    return Long.parseLong(String.valueOf(point.getValueByKey(column)));
  }

  static double number(Series.Record point, String column) {
    return Double.parseDouble(String.valueOf(point.getValueByKey(column)));
  }
}
