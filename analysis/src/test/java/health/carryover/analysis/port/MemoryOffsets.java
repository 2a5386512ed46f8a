package health.carryover.analysis.port;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Offsets in memory. Any thread. */
public final class MemoryOffsets implements Offsets {
  private final Map<String, Long> places = new ConcurrentHashMap<>();

  @Override
  public long of(String consumer) {
    return places.getOrDefault(consumer, 0L);
  }

  @Override
  public void advance(String consumer, long place) {
    places.merge(consumer, place, Math::max);
  }
}
