package health.carryover.deploy.recording;

import health.carryover.deploy.recording.HeartRateFile.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Heart rate and workouts in the {@code export.xml} of Apple Health, read as a stream. Only these
 * are taken; dates of birth and everything else in the file are passed over. A workout becomes the
 * summary of a session.
 */
final class AppleHealthFile implements XmlEvents.Listener {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);
  private static final String HEART_RATE = "HKQuantityTypeIdentifierHeartRate";
  private static final String ACTIVITY = "HKWorkoutActivityType";
  private static final Map<String, Double> SECONDS = Map.of("s", 1.0, "min", 60.0, "hr", 3_600.0);

  private final Path file;
  private final List<Row> rows = new ArrayList<>();
  private final List<Workout> workouts = new ArrayList<>();
  private int skipped;

  private AppleHealthFile(Path file) {
    this.file = file;
  }

  private record Workout(
      Instant start, Instant end, @Nullable Double seconds, @Nullable String activity) {}

  static Recording read(Path file) throws IOException, UnusableRecordingException {
    AppleHealthFile read = new AppleHealthFile(file);
    // The declaration comes with every export; nothing in it is used.
    XmlEvents.walk(file, XmlEvents.Doctype.PASSED_OVER, read);
    return read.recording();
  }

  private Recording recording() throws UnusableRecordingException {
    if (rows.isEmpty() && workouts.isEmpty()) {
      throw new UnusableRecordingException(file + ": holds neither heart rate nor workouts");
    }
    long origin = Long.MAX_VALUE;
    for (Row row : rows) {
      origin = Math.min(origin, row.atMillis());
    }
    for (Workout workout : workouts) {
      origin = Math.min(origin, workout.end().toEpochMilli());
    }
    List<RecordedMessage> messages = new ArrayList<>();
    if (!rows.isEmpty()) {
      messages.addAll(HeartRateFile.readings(HeartRateFile.sessionOf(file), rows, origin));
    }
    for (Workout workout : workouts) {
      messages.add(summary(workout, origin));
    }
    return new Recording(messages, skipped);
  }

  private static RecordedMessage summary(Workout workout, long origin) {
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    String session = "apple-" + workout.start().toEpochMilli();
    payload.put("id", session);
    payload.put("session", session);
    payload.put("event", "summary");
    payload.put("start", workout.start().toString());
    payload.put("end", workout.end().toString());
    if (workout.seconds() != null) {
      payload.put("durationS", workout.seconds());
    }
    if (workout.activity() != null) {
      payload.put("activity", workout.activity());
    }
    return new RecordedMessage(
        Duration.ofMillis(workout.end().toEpochMilli() - origin), null, "session", payload);
  }

  @Override
  public void begins(String name, XMLStreamReader xml) throws UnusableRecordingException {
    if (name.equals("Record") && HEART_RATE.equals(xml.getAttributeValue(null, "type"))) {
      if ("count/min".equals(xml.getAttributeValue(null, "unit"))) {
        rows.add(new Row(time(xml, "startDate").toEpochMilli(), number(xml, "value")));
      } else {
        skipped++;
      }
    } else if (name.equals("Workout")) {
      workouts.add(
          new Workout(time(xml, "startDate"), time(xml, "endDate"), seconds(xml), activity(xml)));
    }
  }

  private @Nullable Double seconds(XMLStreamReader xml) throws UnusableRecordingException {
    String unit = xml.getAttributeValue(null, "durationUnit");
    Double each = unit == null ? null : SECONDS.get(unit);
    return each == null ? null : (Double) (number(xml, "duration") * each);
  }

  private static @Nullable String activity(XMLStreamReader xml) {
    String type = xml.getAttributeValue(null, "workoutActivityType");
    return type != null && type.startsWith(ACTIVITY)
        ? type.substring(ACTIVITY.length()).toLowerCase(Locale.ROOT)
        : null;
  }

  private Instant time(XMLStreamReader xml, String name) throws UnusableRecordingException {
    String text = xml.getAttributeValue(null, name);
    try {
      return OffsetDateTime.parse(text == null ? "" : text, TIME).toInstant();
    } catch (DateTimeParseException wrong) {
      throw new UnusableRecordingException(file + ": " + name + " is not a time with an offset");
    }
  }

  private double number(XMLStreamReader xml, String name) throws UnusableRecordingException {
    String text = xml.getAttributeValue(null, name);
    try {
      return Double.parseDouble(text == null ? "" : text);
    } catch (NumberFormatException wrong) {
      throw new UnusableRecordingException(file + ": " + name + " is not a number");
    }
  }
}
