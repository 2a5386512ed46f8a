package health.carryover.analysis.port;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A journal in memory: the reference for the contract and a stand-in for tests. Any thread. */
public final class MemoryJournal implements Journal {
  private final List<StoredEntry> entries = new ArrayList<>();
  private final Map<String, StoredEntry> byIdentity = new HashMap<>();

  @Override
  public synchronized List<Appended> append(List<JournalEntry> added) {
    List<Appended> results = new ArrayList<>(added.size());
    for (JournalEntry entry : added) {
      results.add(append(entry));
    }
    return results;
  }

  private Appended append(JournalEntry entry) {
    StoredEntry earlier = entry.identity() == null ? null : byIdentity.get(entry.identity());
    if (earlier == null) {
      StoredEntry stored = store(entry);
      if (entry.identity() != null) {
        byIdentity.put(entry.identity(), stored);
      }
      return new Appended.Stored(stored.sequence());
    }
    if (earlier.entry().digest().equals(entry.digest())) {
      return new Appended.Duplicate(earlier.sequence());
    }
    return new Appended.Conflict(store(withoutIdentity(entry)).sequence());
  }

  private StoredEntry store(JournalEntry entry) {
    StoredEntry stored = new StoredEntry(entries.size() + 1L, entry);
    entries.add(stored);
    return stored;
  }

  private static JournalEntry withoutIdentity(JournalEntry entry) {
    return new JournalEntry(
        entry.receivedAt(),
        entry.channel(),
        entry.contentType(),
        entry.payload(),
        null,
        entry.digest(),
        entry.patient(),
        entry.rejections());
  }

  @Override
  public synchronized List<StoredEntry> read(long afterSequence, int limit) {
    return entries.stream()
        .filter(entry -> entry.sequence() > afterSequence)
        .limit(Math.max(0, limit))
        .toList();
  }

  @Override
  public synchronized long lastSequence() {
    return entries.size();
  }

  /** Does nothing: what was appended stays readable. */
  @Override
  public void close() {}
}
