package health.carryover.deploy.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When a question that is still open is to be told again, because its time comes. Of one subject
 * there is one moment: the next. Beyond a size the latest is let go. Any thread.
 */
final class Reminders {
  private final int most;
  private final Map<String, Instant> next = new TreeMap<>();

  Reminders(int most) {
    this.most = most;
  }

  /** Notes the first of {@code times} after {@code now} as the moment of {@code subject}. */
  synchronized void set(String subject, Iterable<Instant> times, Instant now) {
    Instant first = null;
    for (Instant time : times) {
      if (time.isAfter(now) && (first == null || time.isBefore(first))) {
        first = time;
      }
    }
    if (first == null) {
      next.remove(subject);
      return;
    }
    next.put(subject, first);
    if (next.size() > most) {
      next.entrySet().stream()
          .max(Comparator.comparing((Map.Entry<String, Instant> each) -> each.getValue()))
          .ifPresent(latest -> next.remove(latest.getKey()));
    }
  }

  /** Takes the subjects whose moment has come. */
  synchronized List<String> due(Instant now) {
    List<String> due = new ArrayList<>();
    next.entrySet()
        .removeIf(
            each -> {
              boolean come = !each.getValue().isAfter(now);
              if (come) {
                due.add(each.getKey());
              }
              return come;
            });
    return due;
  }

  synchronized int size() {
    return next.size();
  }
}
