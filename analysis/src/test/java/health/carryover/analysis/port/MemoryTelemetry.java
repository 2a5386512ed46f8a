package health.carryover.analysis.port;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Heart-rate readings in memory. Any thread. */
public final class MemoryTelemetry implements Telemetry, TelemetryErasure {
  private static final Comparator<Reading> BY_TIME =
      Comparator.comparingLong(Reading::atMillis).thenComparing(Reading::device);

  private final TreeMap<Long, Block> blocks = new TreeMap<>();

  @Override
  public synchronized void append(List<Block> added) {
    for (Block block : added) {
      blocks.putIfAbsent(block.sequence(), block);
    }
  }

  @Override
  public synchronized List<Reading> readings(
      String patient, Instant fromInclusive, Instant toExclusive) {
    Map<Moment, Reading> highest = new HashMap<>();
    for (Block block : blocks.values()) {
      if (!block.patient().equals(patient)) {
        continue;
      }
      for (int i = 0; i < block.atMillis().length; i++) {
        long at = block.atMillis()[i];
        Instant when = Instant.ofEpochMilli(at);
        if (!when.isBefore(fromInclusive) && when.isBefore(toExclusive)) {
          highest.merge(
              new Moment(block.device(), at),
              new Reading(block.device(), at, block.bpm()[i]),
              (one, other) -> one.bpm() >= other.bpm() ? one : other);
        }
      }
    }
    return highest.values().stream().sorted(BY_TIME).toList();
  }

  @Override
  public synchronized long erase(String patient) {
    long erased = left(patient);
    blocks.values().removeIf(block -> block.patient().equals(patient));
    return erased;
  }

  @Override
  public synchronized long left(String patient) {
    return blocks.values().stream()
        .filter(block -> block.patient().equals(patient))
        .mapToLong(block -> block.atMillis().length)
        .sum();
  }

  @Override
  public synchronized long lastSequence() {
    return blocks.isEmpty() ? 0 : blocks.lastKey();
  }

  private record Moment(String device, long atMillis) {}
}
