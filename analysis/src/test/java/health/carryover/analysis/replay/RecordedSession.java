package health.carryover.analysis.replay;

import health.carryover.analysis.CsvFile;
import health.carryover.analysis.SharedData;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A public recording as a device would send it: readings in file order in batches, the timer's
 * stops and starts as pauses.
 *
 * @param id of the recording
 * @param batches accepted readings, in file order
 * @param accepted how many readings there are
 * @param refused records without a heart rate, with 0 or with an implausible one
 * @param firstMillis earliest accepted reading; 0 without any
 * @param lastMillis latest accepted reading; 0 without any
 */
record RecordedSession(
    String id,
    List<HeartRateSamples> batches,
    int accepted,
    int refused,
    long firstMillis,
    long lastMillis) {

  private static final int BATCH = 60;

  static RecordedSession read(String id) {
    List<HeartRateSamples> batches = new ArrayList<>();
    long[] at = new long[BATCH];
    float[] bpm = new float[BATCH];
    int n = 0;
    int accepted = 0;
    int refused = 0;
    long first = Long.MAX_VALUE;
    long last = 0;
    for (Map<String, String> row : CsvFile.rows(SharedData.file("sessions/hr/" + id + ".csv"))) {
      float value = row.get("hr").isEmpty() ? 0 : Float.parseFloat(row.get("hr"));
      if (!HeartRateSamples.isReading(value)) {
        refused++;
        continue;
      }
      at[n] = Long.parseLong(row.get("t_ms"));
      bpm[n] = value;
      first = Math.min(first, at[n]);
      last = Math.max(last, at[n]);
      accepted++;
      if (++n == BATCH) {
        batches.add(batch(at, bpm, n));
        n = 0;
      }
    }
    if (n > 0) {
      batches.add(batch(at, bpm, n));
    }
    return new RecordedSession(id, batches, accepted, refused, accepted == 0 ? 0 : first, last);
  }

  private static HeartRateSamples batch(long[] at, float[] bpm, int n) {
    return new HeartRateSamples(
        Arrays.copyOf(at, n), Arrays.copyOf(bpm, n), HeartRateSamples.Sensor.UNKNOWN);
  }

  /** Pauses and resumes of {@code session} within [startMillis, endMillis), as the timer ran. */
  List<SessionMark> pauses(
      List<Map<String, String>> timerEvents, String session, long startMillis, long endMillis) {
    List<SessionMark> marks = new ArrayList<>();
    for (Map<String, String> row : timerEvents) {
      long at = Long.parseLong(row.get("t_ms"));
      if (!row.get("session_id").equals(id) || at < startMillis || at >= endMillis) {
        continue;
      }
      if (row.get("event").startsWith("timer_stop")) {
        marks.add(mark(session, SessionMark.Kind.PAUSED, at));
      } else if (row.get("event").startsWith("timer_start")) {
        marks.add(mark(session, SessionMark.Kind.RESUMED, at));
      }
    }
    return marks;
  }

  static SessionMark mark(String session, SessionMark.Kind kind, long atMillis) {
    return new SessionMark(
        session, kind, Instant.ofEpochMilli(atMillis), SessionPlan.UNKNOWN, null);
  }
}
