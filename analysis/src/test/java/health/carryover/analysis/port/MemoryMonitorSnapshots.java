package health.carryover.analysis.port;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Snapshots in memory. Any thread. */
public final class MemoryMonitorSnapshots implements MonitorSnapshots {
  private final Map<String, MonitorSnapshot> snapshots = new HashMap<>();
  private long checkpoint;

  @Override
  public synchronized void save(List<MonitorSnapshot> added, long newCheckpoint) {
    for (MonitorSnapshot snapshot : added) {
      MonitorSnapshot held = snapshots.get(snapshot.patient());
      if (held == null || held.sequence() <= snapshot.sequence()) {
        snapshots.put(snapshot.patient(), snapshot);
      }
    }
    checkpoint = Math.max(checkpoint, newCheckpoint);
  }

  @Override
  public synchronized Optional<MonitorSnapshot> load(String patient) {
    return Optional.ofNullable(snapshots.get(patient));
  }

  @Override
  public synchronized List<String> patients() {
    return List.copyOf(snapshots.keySet());
  }

  synchronized long erase(String patient) {
    return snapshots.remove(patient) == null ? 0 : 1;
  }

  @Override
  public synchronized long checkpoint() {
    return checkpoint;
  }
}
