package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples.Sensor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Heart rate in its three shapes: evenly spaced, pairs of time and value, one reading. A data point
 * of Open mHealth is recognised by its shape.
 */
final class HeartRatePayload {
  static final double LONGEST_INTERVAL_MILLIS = 3_600_000;
  private static final double SHORTEST_INTERVAL_MILLIS = 1;

  private final Fields fields;
  private final int listedRejections;
  private final Selection wanted;

  HeartRatePayload(Fields fields, CodecSettings settings, Selection wanted) {
    this.fields = fields;
    this.wanted = wanted;
    this.listedRejections = settings.listedRejections();
  }

  Content content() throws Unusable {
    if (OpenMHealth.isSuch(fields)) {
      return OpenMHealth.content(fields, wanted);
    }
    if (fields.has("samples")) {
      return pairs(fields.array("samples"));
    }
    if (fields.raw("bpm") instanceof List<?> || fields.has("start")) {
      return evenlySpaced(fields.array("bpm"));
    }
    return single();
  }

  private Content evenlySpaced(List<@Nullable Object> values) throws Unusable {
    long start = fields.time("start").toEpochMilli();
    double interval =
        fields.number("intervalMs", SHORTEST_INTERVAL_MILLIS, LONGEST_INTERVAL_MILLIS);
    ReadingCollector readings = new ReadingCollector(values.size(), listedRejections, wanted);
    if (!values.isEmpty()) {
      fields
          .bounds()
          .within(Instant.ofEpochMilli(start + Math.round((values.size() - 1) * interval)));
    }
    for (int i = 0; i < values.size(); i++) {
      readings.take(i, start + Math.round(i * interval), values.get(i));
    }
    return readings.content(sensor());
  }

  private Content pairs(List<@Nullable Object> values) throws Unusable {
    ReadingCollector readings = new ReadingCollector(values.size(), listedRejections, wanted);
    for (int i = 0; i < values.size(); i++) {
      if (!(values.get(i) instanceof List<?> pair) || pair.size() != 2) {
        readings.reject(i, RejectionCode.FIELD_TYPE);
        continue;
      }
      try {
        long at = fields.bounds().instant(pair.get(0)).toEpochMilli();
        readings.take(i, at, pair.get(1));
      } catch (Unusable e) {
        readings.reject(i, e.code());
      }
    }
    return readings.content(sensor());
  }

  private Content single() throws Unusable {
    if (!fields.has("at") && !fields.has("bpm")) {
      throw new Unusable(RejectionCode.FIELD_MISSING, "bpm");
    }
    long at = fields.time("at").toEpochMilli();
    ReadingCollector readings = new ReadingCollector(1, listedRejections, wanted);
    readings.take(0, at, fields.raw("bpm"));
    return readings.content(sensor());
  }

  /** Sensors nobody thought of yet are taken as unknown ones. */
  private Sensor sensor() throws Unusable {
    String sensor = fields.optionalString("sensor");
    if (sensor == null) {
      return Sensor.UNKNOWN;
    }
    return switch (sensor) {
      case "chest" -> Sensor.CHEST;
      case "wrist" -> Sensor.WRIST;
      default -> Sensor.UNKNOWN;
    };
  }
}
