package health.carryover.analysis.port;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal.StoredEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rejections of any journal, found by reading all of it. Any thread. */
public final class MemoryQuarantine implements Quarantine {
  private final Journal journal;

  public MemoryQuarantine(Journal journal) {
    this.journal = journal;
  }

  @Override
  public List<Item> newest(int limit) {
    List<StoredEntry> entries = new ArrayList<>(journal.read(0, Integer.MAX_VALUE));
    Collections.reverse(entries);
    return entries.stream()
        .flatMap(entry -> entry.entry().rejections().stream().map(why -> item(entry, why)))
        .limit(Math.max(0, limit))
        .toList();
  }

  private static Item item(StoredEntry entry, Rejection why) {
    return new Item(
        entry.sequence(),
        entry.entry().receivedAt(),
        entry.entry().channel(),
        why.code(),
        why.element(),
        why.reason());
  }

  @Override
  public Map<String, Long> countsByCode() {
    Map<String, Long> counts = new TreeMap<>();
    for (Item item : newest(Integer.MAX_VALUE)) {
      counts.merge(item.code(), 1L, Long::sum);
    }
    return counts;
  }
}
