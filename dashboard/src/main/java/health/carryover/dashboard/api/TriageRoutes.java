package health.carryover.dashboard.api;

import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.dashboard.access.PatientClinics;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Reply;
import health.carryover.dashboard.stream.RunningSessions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who needs a look first: patients with alerts nobody has seen, the most severe first; then those
 * with alerts that were seen; then the others by name. A first, simple order.
 */
public final class TriageRoutes {
  private static final int LISTED = 200;
  private static final int MOST_LISTED = 2000;
  private static final int OPEN_ALERTS = 5000;
  private static final int UNSEEN = 10;

  private final OutcomeRecords records;
  private final PatientClinics clinics;
  private final RunningSessions sessions;
  private final BlockingCalls blocking;
  private final InstantSource clock;

  public TriageRoutes(
      OutcomeRecords records,
      PatientClinics clinics,
      RunningSessions sessions,
      BlockingCalls blocking,
      InstantSource clock) {
    this.records = records;
    this.clinics = clinics;
    this.sessions = sessions;
    this.blocking = blocking;
    this.clock = clock;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/triage", this::triage);
  }

  /** One patient with everything the order looks at. */
  private static final class Row {
    final String patient;
    final List<AlertStanding> alerts = new ArrayList<>();
    @Nullable String displayName;
    @Nullable Map<String, @Nullable Object> assessment;
    @Nullable Instant lastDataAt;

    Row(String patient) {
      this.patient = patient;
    }

    void dataAt(Instant at) {
      lastDataAt = lastDataAt == null || at.isAfter(lastDataAt) ? at : lastDataAt;
    }

    /** Alerts nobody has seen weigh more than those that were; the most severe one counts. */
    int weight() {
      return alerts.stream()
          .mapToInt(a -> severityWeight(a.severity()) + (a.acknowledgedBy() == null ? UNSEEN : 0))
          .max()
          .orElse(0);
    }

    private static int severityWeight(AlertChange.Severity severity) {
      return switch (severity) {
        case INFORMATION -> 1;
        case WARNING -> 2;
        case URGENT -> 3;
      };
    }

    Instant newestEvent() {
      return alerts.stream()
          .map(AlertStanding::eventAt)
          .max(Comparator.naturalOrder())
          .orElse(Instant.EPOCH);
    }

    String name() {
      return displayName == null ? patient : displayName;
    }

    Map<String, @Nullable Object> document() {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("patient", patient);
      document.put("displayName", displayName);
      document.put("openAlerts", alerts.stream().map(Documents::of).toList());
      document.put("assessment", assessment);
      document.put("lastDataAt", Documents.text(lastDataAt));
      return document;
    }
  }

  private static final Comparator<Row> ORDER =
      Comparator.comparingInt(Row::weight)
          .thenComparing(Row::newestEvent)
          .reversed()
          .thenComparing(Row::name)
          .thenComparing(row -> row.patient);

  private Future<Reply> triage(ApiRequest request) {
    int limit = request.limit(LISTED, MOST_LISTED);
    String clinic = request.actor().clinic();
    List<SessionProgress> running = sessions.running(clock.instant());
    return blocking.run(() -> Reply.ok(read(clinic, limit, running)));
  }

  private Map<String, Object> read(String clinic, int limit, List<SessionProgress> all) {
    List<SessionProgress> running =
        all.stream().filter(progress -> clinics.of(progress.patient()).equals(clinic)).toList();
    long lastEventId = records.lastAlertChangeId();
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Patient patient : clinics.patients(clinic)) {
      row(rows, patient.id()).displayName = patient.displayName();
    }
    for (AlertStanding alert :
        clinics.alerts(records, clinic, new AlertFilter(null, null, Condition.OPEN), OPEN_ALERTS)) {
      row(rows, alert.patient()).alerts.add(alert);
      row(rows, alert.patient()).dataAt(alert.eventAt());
    }
    records
        .newestAssessments()
        .forEach(
            (patient, assessment) -> {
              if (!clinics.of(patient).equals(clinic)) {
                return;
              }
              Row row = row(rows, patient);
              row.assessment = assessment;
              if (assessment.get("end") instanceof String end) {
                row.dataAt(OffsetDateTime.parse(end).toInstant());
              }
            });
    running.forEach(progress -> row(rows, progress.patient()).dataAt(progress.at()));
    Stream<Row> ranked = rows.values().stream().sorted(ORDER).limit(limit);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("patients", ranked.map(Row::document).toList());
    body.put("total", rows.size());
    body.put("running", running.stream().map(OutcomeDocument::of).toList());
    body.put("lastEventId", lastEventId);
    return body;
  }

  private static Row row(Map<String, Row> rows, String patient) {
    return rows.computeIfAbsent(patient, Row::new);
  }
}
