package health.carryover.analysis.load;

import health.carryover.analysis.CsvFile;
import health.carryover.analysis.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A public recording, sorted by device time; what is empty or 0 in the file is a gap. */
record Recording(String id, long[] atMillis, float[] bpm) {

  static Recording read(String id) {
    List<long[]> samples = new ArrayList<>();
    for (Map<String, String> row : CsvFile.rows(SharedData.file("sessions/hr/" + id + ".csv"))) {
      String bpm = row.get("hr");
      long bits = Float.floatToIntBits(bpm.isEmpty() ? 0 : Float.parseFloat(bpm));
      samples.add(new long[] {Long.parseLong(row.get("t_ms")), bits});
    }
    // Stable: of equal times the first in the file stays first.
    samples.sort((a, b) -> Long.compare(a[0], b[0]));
    long[] at = new long[samples.size()];
    float[] bpm = new float[at.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = samples.get(i)[0];
      bpm[i] = Float.intBitsToFloat((int) samples.get(i)[1]);
    }
    return new Recording(id, at, bpm);
  }

  /** The timer's running time within [start, end): all of it where no timer was recorded. */
  ActiveTime active(long startMillis, long endMillis) {
    List<Long> starts = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    long runningSince = startMillis;
    boolean running = true;
    for (Map<String, String> row : CsvFile.rows(SharedData.file("sessions/events.csv"))) {
      long at = Long.parseLong(row.get("t_ms"));
      if (!row.get("session_id").equals(id) || at < startMillis || at >= endMillis) {
        continue;
      }
      String event = row.get("event");
      if (running && event.startsWith("timer_stop")) {
        starts.add(runningSince);
        ends.add(Math.max(at, runningSince));
        running = false;
      } else if (!running && event.startsWith("timer_start")) {
        runningSince = Math.max(at, ends.get(ends.size() - 1));
        running = true;
      }
    }
    if (running || starts.isEmpty()) {
      starts.add(runningSince);
      ends.add(endMillis);
    }
    return ActiveTime.of(
        starts.stream().mapToLong(Long::longValue).toArray(),
        ends.stream().mapToLong(Long::longValue).toArray());
  }
}
