package health.carryover.ingest.shard;

import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A monitor in memory and what of it is not in its stored snapshot. Confined to its shard. */
final class HeldMonitor {
  private final Monitors.Monitor monitor;
  private long sequence;
  private @Nullable Instant changedSince;
  private long firstUnstored = Long.MAX_VALUE;
  private int messages;
  private long weighed;

  /**
   * @param sequence of the last journal entry it contains
   */
  HeldMonitor(Monitors.Monitor monitor, long sequence) {
    this.monitor = monitor;
    this.sequence = sequence;
  }

  Monitors.Monitor monitor() {
    return monitor;
  }

  String patient() {
    return monitor.patient();
  }

  long sequence() {
    return sequence;
  }

  boolean changed() {
    return changedSince != null;
  }

  @Nullable Instant changedSince() {
    return changedSince;
  }

  /** The first entry that is not in its stored snapshot; the highest number if all are. */
  long firstUnstored() {
    return firstUnstored;
  }

  int messages() {
    return messages;
  }

  /** It contains the entry now, and differs from its stored snapshot. */
  void contains(long entry, Instant now) {
    sequence = Math.max(sequence, entry);
    firstUnstored = Math.min(firstUnstored, entry);
    messages++;
    touched(now);
  }

  void touched(Instant now) {
    if (changedSince == null) {
      changedSince = now;
    }
  }

  /** What it weighed when this was asked last, in bytes; 0 before. */
  long weighed() {
    return weighed;
  }

  /** What it weighs now beyond what it weighed when this was asked last, in bytes. */
  long gained() {
    long before = weighed;
    weighed = monitor.heapBytes();
    return weighed - before;
  }

  MonitorSnapshot snapshot() {
    return new MonitorSnapshot(patient(), sequence, monitor.snapshot());
  }

  void stored() {
    changedSince = null;
    firstUnstored = Long.MAX_VALUE;
    messages = 0;
  }
}
