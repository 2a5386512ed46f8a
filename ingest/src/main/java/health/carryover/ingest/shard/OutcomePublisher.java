package health.carryover.ingest.shard;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.outcome.Outcome;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores outcomes, then tells whoever listens. Any thread. */
final class OutcomePublisher {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomePublisher.class);

  private final OutcomeRecords records;
  private final ShardMetrics metrics;
  private final List<OutcomeListener> listeners = new CopyOnWriteArrayList<>();
  private final List<StageListener> stages = new CopyOnWriteArrayList<>();
  private final Object order = new Object();

  OutcomePublisher(OutcomeRecords records, ShardMetrics metrics) {
    this.records = records;
    this.metrics = metrics;
  }

  void add(OutcomeListener listener) {
    listeners.add(listener);
  }

  void add(StageListener listener) {
    stages.add(listener);
  }

  /** Tells how long a group took. */
  void used(List<PatientMessage> messages, Instant takenAt, Instant decidedAt, Instant storedAt) {
    stages.forEach(listener -> listener.used(messages, takenAt, decidedAt, storedAt));
  }

  /** Stores what is to be stored and tells all of it. Throws what the store throws. */
  void publish(List<NumberedOutcome> outcomes) {
    publish(outcomes, records::save);
  }

  /**
   * The same, stored in another way.
   *
   * @param save stores at least these, and gives the alert changes that were new
   * @return whether there was anything to store
   */
  boolean publish(
      List<NumberedOutcome> outcomes,
      Function<List<NumberedOutcome>, List<StoredAlertChange>> save) {
    Sorted sorted = new Sorted();
    List<NumberedOutcome> lasting = new ArrayList<>();
    for (NumberedOutcome outcome : outcomes) {
      if (outcome.outcome().accept(sorted)) {
        lasting.add(outcome);
      }
    }
    if (!lasting.isEmpty()) {
      // Listeners are promised ascending ids, so nobody may store in between.
      synchronized (order) {
        List<StoredAlertChange> changes = save.apply(lasting);
        metrics.saved(changes, sorted.assessments.size());
        tellIfAny(changes, listener -> listener.alertsChanged(changes));
        tellIfAny(sorted.assessments, listener -> listener.assessed(sorted.assessments));
      }
    }
    List<SessionProgress> progress = List.copyOf(sorted.progress.values());
    tellIfAny(progress, listener -> listener.progressed(progress));
    return !lasting.isEmpty();
  }

  private void tellIfAny(List<?> news, Consumer<OutcomeListener> call) {
    if (news.isEmpty()) {
      return;
    }
    for (OutcomeListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        metrics.listenerFailed();
        LOG.warn("outcome.listener-failed {}", e.getClass().getName());
      }
    }
  }

  /** Sorts outcomes by kind; true for those that last. */
  private static final class Sorted implements Outcome.Visitor<Boolean> {
    private final List<Assessment> assessments = new ArrayList<>();
    private final Map<String, SessionProgress> progress = new LinkedHashMap<>();

    @Override
    public Boolean assessment(Assessment assessment) {
      assessments.add(assessment);
      return true;
    }

    @Override
    public Boolean alert(AlertChange change) {
      return true;
    }

    @Override
    public Boolean progress(SessionProgress news) {
      progress.put(news.patient() + "/" + news.session(), news);
      return false;
    }
  }
}
