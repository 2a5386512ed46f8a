package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples.Sensor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Heart-rate data points of Open mHealth, schema {@code heart-rate} 1.x and 2.0: the body alone or
 * a data point with header and body. A value over an interval counts at its end.
 */
final class OpenMHealth {
  private static final String UNIT = "beats/min";
  private static final double LONGEST_DURATION = 1e14;

  private OpenMHealth() {}

  static boolean isSuch(Fields fields) {
    return fields.raw("heart_rate") instanceof Map<?, ?> || fields.raw("body") instanceof Map<?, ?>;
  }

  static Content content(Fields fields, Selection wanted) throws Unusable {
    Fields body = fields.raw("body") instanceof Map<?, ?> ? fields.object("body") : fields;
    Fields heartRate = body.object("heart_rate");
    if (!heartRate.string("unit").equals(UNIT)) {
      throw new Unusable(RejectionCode.UNIT_UNKNOWN);
    }
    long at = time(body.object("effective_time_frame")).toEpochMilli();
    if (!heartRate.has("value")) {
      throw new Unusable(RejectionCode.FIELD_MISSING, "value");
    }
    ReadingCollector readings = new ReadingCollector(1, 1, wanted);
    readings.take(0, at, heartRate.raw("value"));
    return readings.content(Sensor.UNKNOWN);
  }

  /** One point in time, or an interval of exactly two of start, end and duration. */
  private static Instant time(Fields frame) throws Unusable {
    if (frame.has("date_time")) {
      return frame.time("date_time");
    }
    Fields interval = frame.object("time_interval");
    Instant start = interval.optionalTime("start_date_time");
    Instant end = interval.optionalTime("end_date_time");
    Duration duration = interval.has("duration") ? duration(interval.object("duration")) : null;
    if (start != null && end != null && duration != null) {
      throw new Unusable(RejectionCode.FIELD_RANGE, "time_interval");
    }
    if (start != null && duration != null) {
      return interval.bounds().within(start.plus(duration));
    }
    if (end == null || (start == null && duration == null)) {
      throw new Unusable(RejectionCode.FIELD_MISSING, "time_interval");
    }
    if (start != null && end.isBefore(start)) {
      throw new Unusable(RejectionCode.FIELD_RANGE, "end_date_time");
    }
    return end;
  }

  private static Duration duration(Fields duration) throws Unusable {
    double seconds =
        switch (duration.string("unit")) {
          case "ms" -> 0.001;
          case "sec" -> 1;
          case "min" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          case "wk" -> 7 * 86_400;
          default -> throw new Unusable(RejectionCode.FIELD_UNKNOWN_VALUE, "unit");
        };
    double millis = duration.number("value", 0, LONGEST_DURATION) * seconds * 1_000;
    return Duration.ofMillis(Math.round(Math.min(millis, LONGEST_DURATION)));
  }

  /** The id in the header, or null. */
  static @Nullable String id(Fields fields) throws Unusable {
    return fields.raw("header") instanceof Map<?, ?>
        ? fields.object("header").optionalKey("id")
        : null;
  }
}
