package health.carryover.analysis.port;

import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.outcome.SessionProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Assessments and alerts in memory, every answer computed from all that was saved. Any thread. */
public final class MemoryOutcomeRecords implements OutcomeRecords {
  private static final Comparator<Held> BY_REVISION =
      Comparator.<Held>comparingInt(held -> held.assessment().revision())
          .thenComparingLong(Held::ordinal);
  private static final Comparator<Held> BY_START =
      Comparator.<Held, Instant>comparing(held -> held.assessment().start())
          .thenComparing(held -> held.assessment().session());
  private static final Comparator<AlertStanding> NEWEST_EVENT_FIRST =
      Comparator.comparing(AlertStanding::eventAt)
          .thenComparingLong(AlertStanding::newestChangeId)
          .reversed();

  private final Set<Place> places = new HashSet<>();
  private final List<Held> assessments = new ArrayList<>();

  /** By id less one; empty where it was erased. */
  private final List<Optional<AlertChange>> changes = new ArrayList<>();

  private final Map<String, Seen> seen = new HashMap<>();
  private final Map<String, List<Act>> acts = new HashMap<>();

  @Override
  public synchronized List<StoredAlertChange> save(List<NumberedOutcome> outcomes) {
    List<StoredAlertChange> added = new ArrayList<>();
    for (NumberedOutcome numbered : outcomes) {
      Place place = new Place(numbered.patient(), numbered.ordinal());
      if (numbered.outcome() instanceof SessionProgress || !places.add(place)) {
        continue;
      }
      if (numbered.outcome() instanceof Assessment assessment) {
        assessments.add(new Held(numbered.ordinal(), assessment));
      } else if (numbered.outcome() instanceof AlertChange change) {
        changes.add(Optional.of(change));
        added.add(stored(changes.size()));
      }
    }
    return added;
  }

  /** Removes what is the patient's; gives how many outcomes. */
  synchronized long erase(String patient) {
    allChanges().stream()
        .filter(change -> change.patient().equals(patient))
        .map(change -> String.valueOf(change.document().get("alert")))
        .forEach(
            alert -> {
              seen.remove(alert);
              acts.remove(alert);
            });
    long erased = places.stream().filter(place -> place.patient().equals(patient)).count();
    places.removeIf(place -> place.patient().equals(patient));
    assessments.removeIf(held -> held.assessment().patient().equals(patient));
    changes.replaceAll(change -> change.filter(kept -> !kept.patient().equals(patient)));
    return erased;
  }

  private StoredAlertChange stored(int id) {
    AlertChange change = changes.get(id - 1).orElseThrow();
    return new StoredAlertChange(id, change.patient(), change.change(), OutcomeDocument.of(change));
  }

  @Override
  public synchronized List<StoredAlertChange> alertChangesAfter(long afterId, int limit) {
    return allChanges().stream()
        .filter(change -> change.id() > afterId)
        .limit(Math.max(0, limit))
        .toList();
  }

  private List<StoredAlertChange> allChanges() {
    List<StoredAlertChange> all = new ArrayList<>();
    for (int id = 1; id <= changes.size(); id++) {
      if (changes.get(id - 1).isPresent()) {
        all.add(stored(id));
      }
    }
    return all;
  }

  @Override
  public synchronized long lastAlertChangeId() {
    return changes.size();
  }

  @Override
  public synchronized List<AlertStanding> alerts(AlertFilter filter, int limit) {
    return changes.stream()
        .flatMap(Optional::stream)
        .map(AlertChange::alert)
        .distinct()
        .flatMap(id -> alert(id).stream())
        .filter(alert -> filter.patient() == null || filter.patient().equals(alert.patient()))
        .filter(alert -> filter.kind() == null || filter.kind() == alert.kind())
        .filter(alert -> matches(filter.condition(), alert.open()))
        .sorted(NEWEST_EVENT_FIRST)
        .limit(Math.max(0, limit))
        .toList();
  }

  private static boolean matches(Condition condition, boolean open) {
    return switch (condition) {
      case ANY -> true;
      case OPEN -> open;
      case CLOSED -> !open;
    };
  }

  @Override
  public synchronized Optional<AlertStanding> alert(String alertId) {
    List<StoredAlertChange> life = alertLife(alertId);
    if (life.isEmpty()) {
      return Optional.empty();
    }
    StoredAlertChange newest = life.get(life.size() - 1);
    AlertChange first = changes.get((int) life.get(0).id() - 1).orElseThrow();
    AlertChange last = changes.get((int) newest.id() - 1).orElseThrow();
    Seen by = seen.get(alertId);
    return Optional.of(
        new AlertStanding(
            alertId,
            last.patient(),
            last.kind(),
            last.severity(),
            last.change(),
            last.change().leavesOpen(),
            last.eventAt(),
            first.knownAt(),
            last.knownAt(),
            by == null ? null : by.person(),
            by == null ? null : by.at(),
            newest.id(),
            newest.document()));
  }

  @Override
  public synchronized List<StoredAlertChange> alertLife(String alertId) {
    return allChanges().stream()
        .filter(change -> alertId.equals(change.document().get("alert")))
        .toList();
  }

  @Override
  public synchronized Optional<AlertStanding> acknowledge(
      String alertId, String person, Instant at) {
    if (alert(alertId).isPresent()) {
      seen.putIfAbsent(alertId, new Seen(person, at));
      acts.computeIfAbsent(alertId, id -> new ArrayList<>())
          .add(new Act(at, person, "acknowledge"));
    }
    return alert(alertId);
  }

  @Override
  public synchronized List<Act> acts(String alertId) {
    return List.copyOf(acts.getOrDefault(alertId, List.of()));
  }

  @Override
  public synchronized List<Map<String, @Nullable Object>> assessments(
      String patient, Instant fromInclusive, Instant toExclusive) {
    return newestRevisions(patient).stream()
        .filter(held -> !held.assessment().start().isBefore(fromInclusive))
        .filter(held -> held.assessment().start().isBefore(toExclusive))
        .sorted(BY_START)
        .map(Held::document)
        .toList();
  }

  private List<Held> newestRevisions(String patient) {
    Map<String, Held> newest = new HashMap<>();
    for (Held held : assessments) {
      if (held.assessment().patient().equals(patient)) {
        newest.merge(
            held.assessment().session(),
            held,
            (one, other) -> BY_REVISION.compare(one, other) >= 0 ? one : other);
      }
    }
    return List.copyOf(newest.values());
  }

  @Override
  public synchronized List<Map<String, @Nullable Object>> revisions(
      String patient, String session) {
    return assessments.stream()
        .filter(held -> held.assessment().patient().equals(patient))
        .filter(held -> held.assessment().session().equals(session))
        .sorted(BY_REVISION)
        .map(Held::document)
        .toList();
  }

  @Override
  public synchronized List<String> patientsWithSession(String session) {
    return assessments.stream()
        .map(Held::assessment)
        .filter(assessment -> Objects.equals(assessment.session(), session))
        .map(Assessment::patient)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public synchronized Map<String, Map<String, @Nullable Object>> newestAssessments() {
    Map<String, Map<String, @Nullable Object>> newest = new TreeMap<>();
    assessments.stream()
        .map(held -> held.assessment().patient())
        .distinct()
        .forEach(
            patient ->
                newestRevisions(patient).stream()
                    .max(BY_START)
                    .ifPresent(held -> newest.put(patient, held.document())));
    return newest;
  }

  private record Place(String patient, long ordinal) {}

  private record Seen(String person, Instant at) {}

  private record Held(long ordinal, Assessment assessment) {
    Map<String, @Nullable Object> document() {
      return OutcomeDocument.of(assessment);
    }
  }
}
