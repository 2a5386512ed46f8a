package health.carryover.dashboard;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.dashboard.stream.OutcomeFeed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Stores outcomes and then tells whoever listens, as a running service does. Any thread. */
public final class LiveFeed implements OutcomeFeed {
  private final OutcomeRecords records;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicLong> ordinals = new ConcurrentHashMap<>();

  public LiveFeed(OutcomeRecords records) {
    this.records = records;
  }

  @Override
  public Registration register(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Stores one step of an alert and tells of it. */
  public long publish(AlertChange change) {
    List<StoredAlertChange> stored = store(change);
    listeners.forEach(listener -> listener.alertChanges(stored));
    return stored.get(0).id();
  }

  /** Stores one step of an alert and tells nobody, as another process would. */
  public List<StoredAlertChange> store(AlertChange change) {
    return records.save(
        List.of(new NumberedOutcome(change.patient(), next(change.patient()), change)));
  }

  /** Stores an assessment and tells of it. */
  public void publish(Assessment assessment) {
    records.save(
        List.of(new NumberedOutcome(assessment.patient(), next(assessment.patient()), assessment)));
    listeners.forEach(listener -> listener.assessments(List.of(assessment)));
  }

  /** Tells of progress, which nobody stores. */
  public void publish(SessionProgress progress) {
    listeners.forEach(listener -> listener.progress(progress));
  }

  private long next(String patient) {
    return ordinals.computeIfAbsent(patient, unknown -> new AtomicLong()).incrementAndGet();
  }
}
