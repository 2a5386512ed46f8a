package health.carryover.analysis.port;

import java.util.List;
import java.util.TreeMap;

/** Refusals in memory. Any thread. */
public final class MemoryTelemetryRefusals implements TelemetryRefusals {
  private final TreeMap<Long, Refusal> bySequence = new TreeMap<>();

  @Override
  public synchronized void note(List<Refusal> refusals) {
    refusals.forEach(refusal -> bySequence.put(refusal.sequence(), refusal));
  }

  @Override
  public synchronized List<Refusal> newest(int limit) {
    return bySequence.descendingMap().values().stream().limit(limit).toList();
  }

  @Override
  public synchronized long readings() {
    return bySequence.values().stream().mapToLong(Refusal::readings).sum();
  }
}
