package health.carryover.analysis.port;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Tags, people and reviews of the patients of a directory. Any thread. */
public final class MemoryCaseLoad implements CaseLoad {
  private final PatientDirectory directory;
  private final Map<String, Case> cases = new HashMap<>();

  public MemoryCaseLoad(PatientDirectory directory) {
    this.directory = directory;
  }

  private boolean change(String patient, java.util.function.UnaryOperator<Case> change) {
    if (directory.patient(patient).isEmpty()) {
      return false;
    }
    Case before = cases.getOrDefault(patient, new Case(new TreeSet<>(), new TreeSet<>(), null));
    Case after = change.apply(before);
    if (after.tags().isEmpty() && after.people().isEmpty() && after.lastReview() == null) {
      cases.remove(patient);
    } else {
      cases.put(patient, after);
    }
    return true;
  }

  private static SortedSet<String> with(SortedSet<String> set, String value) {
    SortedSet<String> more = new TreeSet<>(set);
    more.add(value);
    return more;
  }

  private static SortedSet<String> without(SortedSet<String> set, String value) {
    SortedSet<String> fewer = new TreeSet<>(set);
    fewer.remove(value);
    return fewer;
  }

  @Override
  public synchronized boolean tag(String patient, String tag, String person, Instant at) {
    return change(patient, c -> new Case(with(c.tags(), tag), c.people(), c.lastReview()));
  }

  @Override
  public synchronized boolean untag(String patient, String tag, String person, Instant at) {
    return change(patient, c -> new Case(without(c.tags(), tag), c.people(), c.lastReview()));
  }

  @Override
  public synchronized boolean take(String patient, String person, Instant at) {
    return change(patient, c -> new Case(c.tags(), with(c.people(), person), c.lastReview()));
  }

  @Override
  public synchronized boolean release(String patient, String person, Instant at) {
    return change(patient, c -> new Case(c.tags(), without(c.people(), person), c.lastReview()));
  }

  @Override
  public synchronized boolean reviewed(String patient, String person, Instant at) {
    return change(
        patient,
        c -> {
          Review last = c.lastReview();
          return last != null && last.at().isAfter(at)
              ? c
              : new Case(c.tags(), c.people(), new Review(person, at));
        });
  }

  @Override
  public synchronized Map<String, Case> cases() {
    return Map.copyOf(cases);
  }
}
