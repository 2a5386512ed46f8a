package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples.Sensor;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Heart-rate data points of Open mHealth, schema {@code heart-rate} 1.x and 2.0: the body alone or
 * a data point with header and body. A value over an interval counts at its end, or at its start
 * where only that is told.
 */
final class OpenMHealth {
  private static final String UNIT = "beats/min";

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

  private static Instant time(Fields frame) throws Unusable {
    if (frame.has("date_time")) {
      return frame.time("date_time");
    }
    Fields interval = frame.object("time_interval");
    Instant end = interval.optionalTime("end_date_time");
    return end != null ? end : interval.time("start_date_time");
  }

  /** The id in the header, or null. */
  static @Nullable String id(Fields fields) throws Unusable {
    return fields.raw("header") instanceof Map<?, ?>
        ? fields.object("header").optionalKey("id")
        : null;
  }
}
