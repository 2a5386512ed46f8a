package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples.Sensor;
import health.carryover.ingest.topic.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Outgoing webhook events of Open Wearables: {@code heart_rate.created} with samples of the series
 * {@code heart_rate} in bpm, and {@code workout.created}, which becomes the summary of a session.
 * Other types, and other series under the first, are refused and kept.
 */
final class OpenWearables {
  /** Its sender splits events so that they stay below a megabyte. */
  static final int LARGEST = 1 << 20;

  private static final String DEVICE_PREFIX = "ow-";
  private static final String NOBODY = DEVICE_PREFIX + "unknown";
  private static final String UNIT = "bpm";
  private static final String SERIES = "heart_rate";

  private final Fields event;
  private final Fields data;
  private final CodecSettings settings;
  private final Selection wanted;

  OpenWearables(Fields event, CodecSettings settings, Selection wanted) throws Unusable {
    this.event = event;
    this.data = event.object("data");
    this.settings = settings;
    this.wanted = wanted;
  }

  /**
   * The pseudo device that stands for the user of an event; one for all events that name nobody.
   */
  static String device(@Nullable Object root) {
    Map<String, @Nullable Object> event = JsonReader.object(root);
    Map<String, @Nullable Object> data =
        event == null ? null : JsonReader.object(event.get("data"));
    if (data != null && data.get("user_id") instanceof String user) {
      String device = DEVICE_PREFIX + user.toLowerCase(Locale.ROOT);
      return Ids.isDevice(device) ? device : NOBODY;
    }
    return NOBODY;
  }

  /** The id of what an event tells, or null. */
  @Nullable String reportId() throws Unusable {
    return data.optionalKey("id");
  }

  Content content() throws Unusable {
    data.string("user_id");
    return switch (event.string("type")) {
      case "heart_rate.created" -> heartRate();
      case "workout.created" -> workout();
      default -> throw new Unusable(RejectionCode.EVENT_UNKNOWN);
    };
  }

  private Content heartRate() throws Unusable {
    if (!data.string("series_type").equals(SERIES)) {
      throw new Unusable(RejectionCode.FIELD_UNKNOWN_VALUE, "series_type");
    }
    List<@Nullable Object> samples = data.array("samples");
    ReadingCollector readings =
        new ReadingCollector(samples.size(), settings.listedRejections(), wanted);
    for (int i = 0; i < samples.size(); i++) {
      try {
        Fields sample = new Fields(JsonReader.objectOrRefuse(samples.get(i)), data.bounds());
        String unit = sample.optionalString("unit");
        if (unit != null && !unit.equals(UNIT)) {
          throw new Unusable(RejectionCode.UNIT_UNKNOWN);
        }
        long at = sample.time("timestamp").toEpochMilli();
        readings.take(i, at, sample.raw("value"));
      } catch (Unusable e) {
        readings.reject(i, e.code());
      }
    }
    return readings.content(Sensor.UNKNOWN);
  }

  private Content workout() throws Unusable {
    String id = data.pseudonym("id");
    Map<String, @Nullable Object> summary = new HashMap<>();
    summary.put("session", id);
    summary.put("event", "summary");
    summary.put("start", data.raw("start_time"));
    summary.put("end", data.raw("end_time"));
    summary.put("durationS", data.raw("duration_seconds"));
    summary.put("activity", data.raw("type"));
    return new SessionPayload(new Fields(summary, data.bounds())).content();
  }
}
