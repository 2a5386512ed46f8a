package health.carryover.analysis.port;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Notifications in memory. Any thread. */
public final class MemoryNotifications implements Notifications {
  private final List<Entry> entries = new ArrayList<>();
  private long through;

  @Override
  public synchronized long decidedThrough() {
    return through;
  }

  @Override
  public synchronized void decided(List<Note> notes, long decidedThrough) {
    for (Note note : notes) {
      boolean held =
          entries.stream()
              .map(Entry::note)
              .anyMatch(
                  n ->
                      n.change() == note.change()
                          && n.channel() == note.channel()
                          && n.step() == note.step());
      if (!held) {
        entries.add(new Entry(entries.size() + 1L, note, 0, null, null));
      }
    }
    through = Math.max(through, decidedThrough);
  }

  @Override
  public synchronized List<Entry> ofAlert(Channel channel, String alert) {
    return entries.stream()
        .filter(e -> e.note().channel() == channel && e.note().alert().equals(alert))
        .toList();
  }

  @Override
  public synchronized List<Entry> due(Channel channel, Instant now, int limit) {
    return entries.stream()
        .filter(e -> e.note().channel() == channel && e.note().state() == State.WAITING)
        .filter(e -> e.note().dueAt() != null && !e.note().dueAt().isAfter(now))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void sent(Collection<Long> places, Instant at) {
    change(places, entry -> with(entry, State.SENT, entry.note().dueAt(), 0, at, null));
  }

  @Override
  public synchronized void failed(Collection<Long> places, String failure, Instant again) {
    change(places, entry -> with(entry, State.WAITING, again, 1, null, failure));
  }

  @Override
  public synchronized void ended(Collection<Long> places, State state, String why, Instant at) {
    change(places, entry -> with(entry, state, entry.note().dueAt(), 0, at, why));
  }

  private void change(Collection<Long> places, UnaryOperator<Entry> change) {
    entries.replaceAll(
        entry ->
            places.contains(entry.place()) && entry.note().state() == State.WAITING
                ? change.apply(entry)
                : entry);
  }

  private static Entry with(
      Entry entry,
      State state,
      @Nullable Instant dueAt,
      int attempts,
      @Nullable Instant doneAt,
      @Nullable String failure) {
    Note note = entry.note();
    return new Entry(
        entry.place(),
        new Note(
            note.change(),
            note.step(),
            note.channel(),
            note.alert(),
            note.patient(),
            note.severity(),
            note.decidedAt(),
            note.reason(),
            state,
            dueAt),
        entry.attempts() + attempts,
        doneAt,
        failure);
  }

  @Override
  public synchronized List<Entry> newest(int limit) {
    List<Entry> newest = new ArrayList<>(entries);
    java.util.Collections.reverse(newest);
    return newest.stream().limit(limit).toList();
  }
}
