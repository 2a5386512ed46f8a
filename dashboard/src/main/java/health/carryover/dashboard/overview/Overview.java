package health.carryover.dashboard.overview;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.AlertActs.Worth;
import health.carryover.analysis.port.CaseLoad.Case;
import health.carryover.dashboard.triage.AlertBudget;
import health.carryover.dashboard.triage.TriageList;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All patients of the clinic at one moment.
 *
 * @param summaries of every patient in {@code list}, by id
 * @param worth what people said alerts were worth, by kind
 * @param past asked for whoever is shown alone: reading it for everybody is what would cost most
 * @param lastEventId from where on a stream misses nothing that is not here
 */
public record Overview(
    TriageList list,
    AlertBudget budget,
    Map<String, Summary> summaries,
    Map<AlertChange.Kind, Worth> worth,
    PastSessions past,
    long lastEventId,
    Instant now) {

  /** Reads what came before of one patient; may block. */
  @FunctionalInterface
  public interface PastSessions {
    /** The newest sessions, oldest first. */
    List<PastSession> of(String patient);
  }

  /** What is shown of a patient. */
  public Summary summary(String patient) {
    return Objects.requireNonNull(summaries.get(patient));
  }

  /**
   * @param displayName null: not in the directory
   * @param assessment newest revision of the newest session, as a document, or null
   * @param lastDataAt newest event time known, or null
   */
  public record Summary(
      @Nullable String displayName,
      @Nullable Map<String, @Nullable Object> assessment,
      @Nullable Instant lastDataAt,
      Case kept) {

    /** Share of what could be known of the newest session that is known, 0 to 1, or null. */
    public @Nullable Double completeness() {
      return assessment != null && assessment.get("completeness") instanceof Number share
          ? share.doubleValue()
          : null;
    }
  }
}
