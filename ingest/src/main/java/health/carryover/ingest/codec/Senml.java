package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples.Sensor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Heart rate in a SenML pack (RFC 8428, Jennings and others 2018, section 4): records whose
 * resolved name is {@code hr} or ends in it after a separator, in {@code beat/min}. Other records
 * are left alone, but a pack without any heart rate is refused. Times below 2^28 seconds are
 * relative to the receipt. A pack of a later version than 10, or with a field that must be
 * understood (its name ends in {@code _}), is refused as a whole (sections 4.4 and 12.1).
 */
final class Senml {
  private static final String UNIT = "beat/min";
  private static final double ABSOLUTE_FROM_SECONDS = 1L << 28;
  private static final double LARGEST = 1e12;
  private static final double KNOWN_VERSION = 10;
  private static final List<String> NAMES = List.of("n", "bn");

  private final CodecSettings settings;
  private final TimeBounds bounds;
  private final Instant receivedAt;
  private final Selection wanted;
  private String baseName = "";
  private String baseUnit = "";
  private double baseTime;
  private double baseValue;
  private boolean anyHeartRate;
  private boolean anyRelative;

  Senml(CodecSettings settings, TimeBounds bounds, Instant receivedAt, Selection wanted) {
    this.wanted = wanted;
    this.settings = settings;
    this.bounds = bounds;
    this.receivedAt = receivedAt;
  }

  /** Whether any record in it has a name, as SenML writes one. */
  static boolean isSuch(List<? extends @Nullable Object> array) {
    return array.stream()
        .anyMatch(
            record ->
                record instanceof Map<?, ?> fields
                    && NAMES.stream().anyMatch(name -> fields.get(name) instanceof String));
  }

  Content content(List<? extends @Nullable Object> pack) throws Unusable {
    ReadingCollector readings =
        new ReadingCollector(pack.size(), settings.listedRejections(), wanted);
    for (int i = 0; i < pack.size(); i++) {
      try {
        Map<String, @Nullable Object> values = JsonReader.object(pack.get(i));
        if (values == null) {
          throw new Unusable(RejectionCode.FIELD_TYPE);
        }
        requireUnderstood(values);
        take(i, new Fields(values, bounds), readings);
      } catch (Unusable e) {
        if (e.code() == RejectionCode.SENML_UNSUPPORTED) {
          throw e;
        }
        readings.reject(i, e.code());
      }
    }
    if (!anyHeartRate) {
      throw new Unusable(RejectionCode.SENML_NO_HEART_RATE);
    }
    Content content = readings.content(Sensor.UNKNOWN);
    return anyRelative ? content.timedByReceipt() : content;
  }

  private static void requireUnderstood(Map<String, @Nullable Object> record) throws Unusable {
    boolean unknown = record.keySet().stream().anyMatch(name -> name.endsWith("_"));
    Object version = record.get("bver");
    boolean newer = version instanceof Number number && number.doubleValue() > KNOWN_VERSION;
    if (unknown || newer) {
      throw new Unusable(RejectionCode.SENML_UNSUPPORTED);
    }
  }

  private void take(int element, Fields record, ReadingCollector readings) throws Unusable {
    baseName = orElse(record.optionalString("bn"), baseName);
    baseUnit = orElse(record.optionalString("bu"), baseUnit);
    baseTime = orElse(record.optionalNumber("bt", -LARGEST, LARGEST), baseTime);
    baseValue = orElse(record.optionalNumber("bv", -LARGEST, LARGEST), baseValue);
    String name = baseName + orElse(record.optionalString("n"), "");
    if (!name.equals("hr") && !name.matches("(?s).*[:/.\\-]hr")) {
      return;
    }
    anyHeartRate = true;
    if (!orElse(record.optionalString("u"), baseUnit).equals(UNIT)) {
      throw new Unusable(RejectionCode.UNIT_UNKNOWN);
    }
    double seconds = baseTime + orElse(record.optionalNumber("t", -LARGEST, LARGEST), 0.0);
    boolean relative = seconds < ABSOLUTE_FROM_SECONDS;
    anyRelative |= relative;
    long base = relative ? receivedAt.toEpochMilli() : 0;
    Instant at = bounds.within(Instant.ofEpochMilli(base + Math.round(seconds * 1_000)));
    double value = record.number("v", -LARGEST, LARGEST) + baseValue;
    readings.take(element, at.toEpochMilli(), value);
  }

  private static String orElse(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }

  private static double orElse(@Nullable Double value, double otherwise) {
    return value == null ? otherwise : value;
  }
}
