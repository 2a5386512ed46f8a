package health.carryover.analysis.port;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.NumberedOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Assessments, alerts and what people did about them. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface OutcomeRecords {

  /**
   * Stores outcomes in one durable transaction. An outcome whose patient and ordinal are already
   * held is left as it is, so that a repeated call changes nothing. Progress of a running session
   * is not stored.
   *
   * @return the alert changes that were new, each with its place in the stream
   */
  List<StoredAlertChange> save(List<NumberedOutcome> outcomes);

  /** Alert changes with an id above {@code afterId}, oldest first, at most {@code limit}. */
  List<StoredAlertChange> alertChangesAfter(long afterId, int limit);

  /** The id of the newest alert change, 0 if there is none. */
  long lastAlertChangeId();

  /**
   * The alerts that match, each as it stands now, newest event first (of one instant: the one that
   * changed last first), at most {@code limit}.
   */
  List<AlertStanding> alerts(AlertFilter filter, int limit);

  /** One alert as it stands now. */
  Optional<AlertStanding> alert(String alertId);

  /** Every step of one alert's life, oldest first. */
  List<StoredAlertChange> alertLife(String alertId);

  /**
   * Marks an alert as seen by {@code person}. Seeing says nothing about the condition.
   *
   * @return the alert after the call; {@link AlertStanding#acknowledgedBy} names whoever was first
   */
  Optional<AlertStanding> acknowledge(String alertId, String person, Instant at);

  /** Everything people did about one alert, oldest first, also where somebody was there before. */
  List<Act> acts(String alertId);

  /**
   * The newest revision of each session that starts within the bounds, oldest session first, as
   * documents.
   */
  List<Map<String, @Nullable Object>> assessments(
      String patient, Instant fromInclusive, Instant toExclusive);

  /** Every revision of one session, oldest first, as documents. */
  List<Map<String, @Nullable Object>> revisions(String patient, String session);

  /** Ids of the patients who have a session of that id, in their natural order. */
  List<String> patientsWithSession(String session);

  /**
   * Of each patient the newest revision of the session that starts last, as documents keyed by
   * patient id.
   */
  Map<String, Map<String, @Nullable Object>> newestAssessments();

  /** An alert change with its place in the stream of all changes and its published form. */
  record StoredAlertChange(
      long id, String patient, AlertChange.Change change, Map<String, @Nullable Object> document) {}

  /**
   * An alert as it stands: the condition on one axis, its handling on the other.
   *
   * @param change its newest change, the one with the highest place in the stream; severity, event
   *     time and {@code knownAt} are of that change
   * @param newest that change, as a document
   * @param raisedAt {@code knownAt} of its first change
   * @param open whether the condition still stands
   * @param acknowledgedBy who saw it first, or null
   */
  record AlertStanding(
      String alert,
      String patient,
      AlertChange.Kind kind,
      AlertChange.Severity severity,
      AlertChange.Change change,
      boolean open,
      Instant eventAt,
      Instant raisedAt,
      Instant knownAt,
      @Nullable String acknowledgedBy,
      @Nullable Instant acknowledgedAt,
      long newestChangeId,
      Map<String, @Nullable Object> newest) {}

  /**
   * What somebody did about an alert.
   *
   * @param action {@code acknowledge}
   */
  record Act(Instant at, String person, String action) {}

  /**
   * Which alerts to list; null means any.
   *
   * @param condition {@link Condition}
   */
  record AlertFilter(
      @Nullable String patient, AlertChange.@Nullable Kind kind, Condition condition) {
    /** Every alert. */
    public static final AlertFilter ALL = new AlertFilter(null, null, Condition.ANY);
  }

  /** Whether the condition behind an alert still stands. */
  enum Condition {
    ANY,
    OPEN,
    CLOSED
  }
}
