package health.carryover.deploy.service;

import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.dashboard.stream.OutcomeFeed;
import health.carryover.ingest.shard.OutcomeListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Carries what the monitors say from the edge in to the edge out, which do not know each other. */
final class LiveOutcomes implements OutcomeListener, OutcomeFeed {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  @Override
  public Registration register(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** A patient of whom nothing is to be shown any more. */
  void erased(String patient) {
    listeners.forEach(listener -> listener.erased(patient));
  }

  @Override
  public void alertsChanged(List<StoredAlertChange> changes) {
    listeners.forEach(listener -> listener.alertChanges(changes));
  }

  @Override
  public void assessed(List<Assessment> assessments) {
    listeners.forEach(listener -> listener.assessments(assessments));
  }

  @Override
  public void progressed(List<SessionProgress> progress) {
    listeners.forEach(listener -> progress.forEach(listener::progress));
  }
}
