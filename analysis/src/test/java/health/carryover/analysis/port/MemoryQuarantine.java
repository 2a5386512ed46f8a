package health.carryover.analysis.port;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal.StoredEntry;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rejections of any journal, found by reading all of it. Any thread. */
public final class MemoryQuarantine implements Quarantine {
  private final Journal journal;
  private final List<Step> steps = new ArrayList<>();

  public MemoryQuarantine(Journal journal) {
    this.journal = journal;
  }

  @Override
  public synchronized List<Item> newest(Query query, int limit) {
    List<StoredEntry> entries = new ArrayList<>(journal.read(0, Integer.MAX_VALUE));
    Collections.reverse(entries);
    return entries.stream()
        .flatMap(this::items)
        .filter(query::asksFor)
        .limit(Math.max(0, limit))
        .toList();
  }

  private Stream<Item> items(StoredEntry entry) {
    return IntStream.range(0, entry.entry().rejections().size())
        .mapToObj(place -> item(entry, place));
  }

  private Item item(StoredEntry stored, int place) {
    Rejection why = stored.entry().rejections().get(place);
    State state = State.OPEN;
    @Nullable String repair = null;
    for (Step step : steps) {
      if (step.sequence() == stored.sequence() && step.place() == place) {
        state = step.state();
        repair = step.repair() == null ? repair : step.repair();
      }
    }
    return new Item(
        stored.sequence(),
        place,
        stored.entry().receivedAt(),
        stored.entry().channel(),
        why.code(),
        why.element(),
        why.reason(),
        state,
        repair);
  }

  @Override
  public synchronized List<Long> messages(Query query, long afterSequence, int limit) {
    return journal.read(afterSequence, Integer.MAX_VALUE).stream()
        .filter(entry -> items(entry).anyMatch(query::asksFor))
        .map(StoredEntry::sequence)
        .limit(Math.max(0, limit))
        .toList();
  }

  @Override
  public synchronized List<Item> ofMessage(long sequence) {
    return journal.read(sequence - 1, 1).stream()
        .filter(entry -> entry.sequence() == sequence)
        .flatMap(this::items)
        .toList();
  }

  @Override
  public Map<String, Long> countsByCode() {
    Map<String, Long> counts = new TreeMap<>();
    for (Item item : newest(Integer.MAX_VALUE)) {
      counts.merge(item.code(), 1L, Long::sum);
    }
    return counts;
  }

  @Override
  public Map<String, Map<State, Long>> counts() {
    Map<String, Map<State, Long>> counts = new TreeMap<>();
    for (Item item : newest(Integer.MAX_VALUE)) {
      counts
          .computeIfAbsent(item.code(), code -> new EnumMap<>(State.class))
          .merge(item.state(), 1L, Long::sum);
    }
    return counts;
  }

  @Override
  public synchronized List<Step> steps(long sequence) {
    return steps.stream().filter(step -> step.sequence() == sequence).toList();
  }

  /** Forgets what was done about messages of which nothing is left. */
  synchronized void erase() {
    steps.removeIf(step -> ofMessage(step.sequence()).isEmpty());
  }

  @Override
  public synchronized List<Step> take(List<Step> wanted) {
    List<Step> taken = new ArrayList<>();
    for (Step step : wanted) {
      boolean open =
          ofMessage(step.sequence()).stream()
              .anyMatch(item -> item.place() == step.place() && !item.state().settled());
      if (open) {
        Step noted =
            new Step(
                step.sequence(),
                step.place(),
                step.at().truncatedTo(ChronoUnit.MILLIS),
                step.person(),
                step.state(),
                step.repair(),
                step.replayedAs());
        steps.add(noted);
        taken.add(noted);
      }
    }
    return taken;
  }
}
