package health.carryover.deploy.recording;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Heart rate of one session as {@code t_ms,hr}: epoch milliseconds and beats per minute, nothing
 * for a record without reading. The order of the file is kept, repeated and backward times
 * included, and a 0 stays a 0: what to make of them is for the receiver to say. A session around it
 * begins at the earliest time and ends at the latest.
 */
final class HeartRateFile {
  private static final String HEADER = "t_ms,hr";
  private static final int BATCH_SAMPLES = 60;

  private final String session;
  private final List<RecordedMessage> messages = new ArrayList<>();
  private final long firstMillis;
  private long sentMillis;

  private HeartRateFile(String session, long firstMillis) {
    this.session = session;
    this.firstMillis = firstMillis;
    this.sentMillis = firstMillis;
  }

  static Recording read(Path file) throws IOException, UnusableRecordingException {
    List<Row> rows = rows(file);
    return new Recording(messages(sessionOf(file), rows, firstMillis(rows)), 0);
  }

  /**
   * The messages of one session.
   *
   * @param rows at least one
   * @param originMillis when the recording that holds it begins
   */
  static List<RecordedMessage> messages(String session, List<Row> rows, long originMillis) {
    long last = rows.stream().mapToLong(Row::atMillis).max().orElseThrow();
    return messages(
        session,
        rows,
        List.of(new Mark("started", firstMillis(rows), null), new Mark("ended", last, null)),
        originMillis);
  }

  /**
   * The messages of one session.
   *
   * @param rows at least one
   * @param marks what happened to the session, by time; readings go between them by their time
   * @param originMillis when the recording that holds it begins
   */
  static List<RecordedMessage> messages(
      String session, List<Row> rows, List<Mark> marks, long originMillis) {
    HeartRateFile recording = new HeartRateFile(session, originMillis);
    int from = 0;
    for (Mark mark : marks) {
      int to = from;
      while (to < rows.size()
          && (rows.get(to).atMillis() < mark.atMillis() || mark.event().equals("ended"))) {
        to++;
      }
      recording.readings(rows.subList(from, to));
      recording.mark(mark);
      from = to;
    }
    return recording.messages;
  }

  /** Readings that belong to no session. */
  static List<RecordedMessage> readings(String boot, List<Row> rows, long originMillis) {
    HeartRateFile recording = new HeartRateFile(boot, originMillis);
    recording.readings(rows);
    return recording.messages;
  }

  static long firstMillis(List<Row> rows) {
    return rows.stream().mapToLong(Row::atMillis).min().orElseThrow();
  }

  private void readings(List<Row> rows) {
    for (int from = 0; from < rows.size(); from += BATCH_SAMPLES) {
      List<Row> batch = rows.subList(from, Math.min(rows.size(), from + BATCH_SAMPLES));
      // A clock that jumps back does not make the device send earlier than it already did.
      sentMillis = Math.max(sentMillis, batch.get(batch.size() - 1).atMillis());
      batch(batch);
    }
  }

  private static List<Row> rows(Path file) throws IOException, UnusableRecordingException {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      if (!HEADER.equals(lines.readLine())) {
        throw new UnusableRecordingException(file + ": the first line is not " + HEADER);
      }
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        rows.add(row(line, file, number));
      }
    } catch (CharacterCodingException notText) {
      throw new UnusableRecordingException(file + ": is not text in UTF-8");
    }
    if (rows.isEmpty()) {
      throw new UnusableRecordingException(file + ": holds no readings");
    }
    return rows;
  }

  private static Row row(String line, Path file, int number) throws UnusableRecordingException {
    String[] cells = line.split(",", -1);
    try {
      if (cells.length == 2) {
        String bpm = cells[1].strip();
        return new Row(
            Long.parseLong(cells[0].strip()), bpm.isEmpty() ? null : Double.valueOf(bpm));
      }
    } catch (NumberFormatException notANumber) {
      // Said below, together with rows of another shape.
    }
    throw new UnusableRecordingException(file + ": line " + number + " is not " + HEADER);
  }

  /** The file's name without its ending, as far as a session can be called that. */
  static String sessionOf(Path file) {
    String name = file.getFileName().toString().replaceFirst("(?i)\\.(csv|fit|tcx|gpx|xml)$", "");
    String id = name.replaceAll("[^A-Za-z0-9_-]", "-");
    return id.isEmpty() ? "recording" : id.substring(0, Math.min(64, id.length()));
  }

  /** The name of the file's session with that index, counted from 0. */
  static String sessionOf(Path file, int index) {
    String name = sessionOf(file);
    return index == 0 ? name : name.substring(0, Math.min(60, name.length())) + "-" + (index + 1);
  }

  private void mark(Mark mark) {
    Map<String, @Nullable Object> payload = keys();
    payload.put("session", session);
    payload.put("event", mark.event());
    payload.put("at", time(mark.atMillis()));
    if (mark.activity() != null) {
      payload.put("activity", mark.activity());
    }
    sentMillis = Math.max(sentMillis, mark.atMillis());
    add("session", payload);
  }

  private void batch(List<Row> batch) {
    List<@Nullable Object> samples = new ArrayList<>(batch.size());
    for (Row row : batch) {
      samples.add(Arrays.asList(time(row.atMillis()), row.bpm()));
    }
    Map<String, @Nullable Object> payload = keys();
    payload.put("samples", samples);
    add("heart-rate", payload);
  }

  /** The same file published again is the same messages again. Devices count from 1. */
  private Map<String, @Nullable Object> keys() {
    int number = messages.size() + 1;
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("id", session + "-" + number);
    payload.put("boot", session);
    payload.put("seq", number);
    return payload;
  }

  private void add(String stream, Map<String, @Nullable Object> payload) {
    messages.add(
        new RecordedMessage(Duration.ofMillis(sentMillis - firstMillis), null, stream, payload));
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  record Row(long atMillis, @Nullable Double bpm) {}

  /**
   * What happened to a session.
   *
   * @param event as the contract names it
   */
  record Mark(String event, long atMillis, @Nullable String activity) {}
}
