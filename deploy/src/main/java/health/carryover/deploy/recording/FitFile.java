package health.carryover.deploy.recording;

import health.carryover.deploy.recording.HeartRateFile.Mark;
import health.carryover.deploy.recording.HeartRateFile.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Heart rate, sessions and pauses of a FIT activity. A session of the file is a session here; a
 * file without any is one around all of it. A record without heart rate is a gap, one without a
 * time is skipped. Positions, names and serial numbers are not read.
 */
final class FitFile implements FitReader.Listener {
  private static final int SESSION = 18;
  private static final int RECORD = 20;
  private static final int EVENT = 21;
  private static final int RECORD_HEART_RATE = 3;
  private static final int EVENT_KIND = 0;
  private static final int EVENT_STEP = 1;
  private static final long TIMER = 0;
  private static final int SESSION_START = 2;
  private static final int SESSION_SPORT = 5;
  private static final int SESSION_ELAPSED_MILLIS = 7;

  /** Seconds from 1970 to the last day of 1989, where FIT begins to count. */
  private static final long ORIGIN_SECONDS = 631_065_600;

  /** Below this a time counts from when the device was switched on. */
  private static final long ABSOLUTE_FROM = 0x1000_0000;

  private static final Map<Long, String> SPORTS =
      Map.ofEntries(
          Map.entry(1L, "running"),
          Map.entry(2L, "cycling"),
          Map.entry(4L, "fitness-equipment"),
          Map.entry(5L, "swimming"),
          Map.entry(10L, "training"),
          Map.entry(11L, "walking"),
          Map.entry(12L, "cross-country-skiing"),
          Map.entry(15L, "rowing"),
          Map.entry(17L, "hiking"));

  private final List<Row> rows = new ArrayList<>();
  private final List<Sport> sessions = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private int skipped;

  private FitFile() {}

  private record Sport(long startMillis, long endMillis, @Nullable String activity) {}

  private record Step(long atMillis, boolean starts) {}

  static Recording read(Path file) throws IOException, UnusableRecordingException {
    FitFile fit = new FitFile();
    try {
      FitReader.read(Files.readAllBytes(file), fit);
    } catch (FitReader.Damaged damaged) {
      throw new UnusableRecordingException(file + ": " + damaged.getMessage());
    }
    return fit.recording(file);
  }

  @Override
  public void message(int number, Map<Integer, Long> fields) {
    Long at = millis(fields.get(FitReader.TIMESTAMP));
    switch (number) {
      case RECORD -> {
        if (at == null) {
          skipped++;
        } else {
          Long bpm = fields.get(RECORD_HEART_RATE);
          rows.add(new Row(at, bpm == null ? null : (Double) bpm.doubleValue()));
        }
      }
      case EVENT -> {
        Long step = fields.get(EVENT_STEP);
        Long kind = fields.get(EVENT_KIND);
        if (at != null && step != null && kind != null && kind == TIMER) {
          steps.add(new Step(at, step == 0));
        }
      }
      case SESSION -> {
        Long start = millis(fields.get(SESSION_START));
        Long elapsed = fields.get(SESSION_ELAPSED_MILLIS);
        Long end = start == null || elapsed == null ? at : (Long) (start + elapsed);
        if (start != null && end != null && end >= start) {
          String activity = SPORTS.get(fields.getOrDefault(SESSION_SPORT, 0L));
          sessions.add(new Sport(start, end, activity));
        }
      }
      default -> {
        // Everything else is about the device or the way.
      }
    }
  }

  private static @Nullable Long millis(@Nullable Long fitSeconds) {
    return fitSeconds == null || fitSeconds < ABSOLUTE_FROM
        ? null
        : (Long) ((fitSeconds + ORIGIN_SECONDS) * 1_000);
  }

  private Recording recording(Path file) throws UnusableRecordingException {
    if (rows.stream().allMatch(row -> row.bpm() == null)) {
      throw new UnusableRecordingException(file + ": holds no heart rate");
    }
    sessions.sort(Comparator.comparingLong(Sport::startMillis));
    if (sessions.isEmpty()) {
      long last = rows.stream().mapToLong(Row::atMillis).max().orElseThrow();
      sessions.add(new Sport(HeartRateFile.firstMillis(rows), last, null));
    }
    List<List<Row>> parts = parts();
    long origin = HeartRateFile.firstMillis(rows);
    List<RecordedMessage> messages = new ArrayList<>();
    int named = 0;
    for (int i = 0; i < sessions.size(); i++) {
      if (parts.get(i).stream().anyMatch(row -> row.bpm() != null)) {
        String session = HeartRateFile.sessionOf(file, named++);
        messages.addAll(
            HeartRateFile.messages(session, parts.get(i), marks(i, parts.get(i)), origin));
      }
    }
    return new Recording(messages, skipped);
  }

  /** Each record goes with the last session that began before it, the earliest with the first. */
  private List<List<Row>> parts() {
    List<List<Row>> parts = new ArrayList<>();
    sessions.forEach(session -> parts.add(new ArrayList<>()));
    for (Row row : rows) {
      int of = sessions.size() - 1;
      while (of > 0 && row.atMillis() < sessions.get(of).startMillis()) {
        of--;
      }
      parts.get(of).add(row);
    }
    return parts;
  }

  private List<Mark> marks(int of, List<Row> part) {
    Sport session = sessions.get(of);
    long lastRow = part.stream().mapToLong(Row::atMillis).max().orElseThrow();
    // A clock that was set while recording leaves a start that does not belong to the records.
    long start = Math.min(session.startMillis(), HeartRateFile.firstMillis(part));
    long end = Math.max(session.endMillis(), lastRow);
    if (of + 1 < sessions.size()) {
      end = Math.min(end, Math.max(lastRow, sessions.get(of + 1).startMillis()));
    }
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark("started", start, session.activity()));
    boolean paused = false;
    for (Step step : steps) {
      boolean within = step.atMillis() > start && step.atMillis() < end;
      if (within && step.starts() == paused) {
        marks.add(new Mark(paused ? "resumed" : "paused", step.atMillis(), null));
        paused = !paused;
      }
    }
    marks.add(new Mark("ended", end, null));
    return marks;
  }
}
