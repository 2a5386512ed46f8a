package health.carryover.analysis.port;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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
    Optional<StoredEntry> earlier = held(entry);
    if (earlier.isEmpty()) {
      return new Appended.Stored(store(entry).sequence());
    }
    if (earlier.get().entry().digest().equals(entry.digest())) {
      return new Appended.Duplicate(earlier.get().sequence());
    }
    JournalEntry conflict = entry.inConflict();
    Optional<StoredEntry> known = held(conflict);
    return known.isPresent()
        ? new Appended.Duplicate(known.get().sequence())
        : new Appended.Conflict(store(conflict).sequence());
  }

  private Optional<StoredEntry> held(JournalEntry entry) {
    return Optional.ofNullable(entry.identity()).map(byIdentity::get);
  }

  private StoredEntry store(JournalEntry entry) {
    StoredEntry stored = new StoredEntry(entries.size() + 1L, entry);
    entries.add(stored);
    if (entry.identity() != null) {
      byIdentity.put(entry.identity(), stored);
    }
    return stored;
  }

  @Override
  public synchronized List<StoredEntry> read(long afterSequence, int limit) {
    return entries.stream()
        .filter(entry -> entry.sequence() > afterSequence)
        .limit(Math.max(0, limit))
        .toList();
  }

  @Override
  public synchronized List<StoredEntry> readOf(String patient, long afterSequence, int limit) {
    return entries.stream()
        .filter(entry -> entry.sequence() > afterSequence)
        .filter(entry -> patient.equals(entry.entry().patient()))
        .limit(Math.max(0, limit))
        .toList();
  }

  @Override
  public synchronized long lastSequence() {
    return entries.size();
  }

  /** Empties what {@code wanted} says; gives how many. */
  synchronized long erase(Predicate<StoredEntry> wanted) {
    long erased = 0;
    for (int i = 0; i < entries.size(); i++) {
      StoredEntry stored = entries.get(i);
      if (wanted.test(stored)) {
        erased++;
        entries.set(
            i,
            new StoredEntry(
                stored.sequence(),
                new JournalEntry(
                    stored.entry().receivedAt(),
                    PersonErasure.ERASED_CHANNEL,
                    null,
                    new byte[0],
                    null,
                    "",
                    null,
                    List.of())));
        byIdentity.values().remove(stored);
      }
    }
    return erased;
  }

  /** Does nothing: what was appended stays readable. */
  @Override
  public void close() {}
}
