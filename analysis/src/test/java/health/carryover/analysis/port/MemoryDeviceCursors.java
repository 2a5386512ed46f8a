package health.carryover.analysis.port;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cursors in memory. Any thread. */
public final class MemoryDeviceCursors implements DeviceCursors {
  private final Map<String, DeviceCursor> cursors = new HashMap<>();
  private long checkpoint;

  @Override
  public synchronized void save(List<DeviceCursor> saved, long newCheckpoint) {
    saved.forEach(cursor -> cursors.put(cursor.clinic() + "/" + cursor.device(), cursor));
    checkpoint = Math.max(checkpoint, newCheckpoint);
  }

  synchronized long erase(String clinic, String device) {
    return cursors.remove(clinic + "/" + device) == null ? 0 : 1;
  }

  @Override
  public synchronized Optional<DeviceCursor> load(String clinic, String device) {
    return Optional.ofNullable(cursors.get(clinic + "/" + device));
  }

  @Override
  public synchronized List<DeviceCursor> newest(int limit) {
    return cursors.values().stream()
        .sorted(
            Comparator.comparing(DeviceCursor::heardAt)
                .reversed()
                .thenComparing(DeviceCursor::clinic)
                .thenComparing(DeviceCursor::device))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long checkpoint() {
    return checkpoint;
  }
}
