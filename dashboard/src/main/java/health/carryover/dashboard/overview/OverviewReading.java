package health.carryover.dashboard.overview;

import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.CaseLoad.Case;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.dashboard.DashboardPorts;
import health.carryover.dashboard.access.PatientClinics;
import health.carryover.dashboard.overview.DataArrival.Arrival;
import health.carryover.dashboard.overview.Overview.Summary;
import health.carryover.dashboard.triage.AlertBudget;
import health.carryover.dashboard.triage.AlertFacts;
import health.carryover.dashboard.triage.DataFacts;
import health.carryover.dashboard.triage.PatientFacts;
import health.carryover.dashboard.triage.TriageList;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads all patients of a clinic. Blocks; any thread. */
public final class OverviewReading {
  private static final int OPEN_ALERTS = 5000;
  private static final Case NOTHING_KEPT = new Case(new TreeSet<>(), new TreeSet<>(), null);

  private final DashboardPorts ports;
  private final PatientClinics clinics;
  private final RecentSessions recent;

  public OverviewReading(DashboardPorts ports, PatientClinics clinics) {
    this.ports = ports;
    this.clinics = clinics;
    this.recent = new RecentSessions(ports.records());
  }

  /**
   * @param clinic whose patients are shown
   * @param running how the sessions stand that run now, of all clinics
   * @param zone whose days the budget counts
   */
  public Overview read(
      String clinic, List<SessionProgress> running, AlertBudget budget, Instant now, ZoneId zone) {
    OutcomeRecords records = ports.records();
    // Read before all else: a stream from here on repeats a change rather than miss one.
    long lastEventId = records.lastAlertChangeId();
    Map<String, Patient> patients = new LinkedHashMap<>();
    clinics.patients(clinic).forEach(patient -> patients.put(patient.id(), patient));
    Map<String, List<AlertFacts>> alerts = alerts(clinic);
    Map<String, Map<String, @Nullable Object>> newest = records.newestAssessments();
    Map<String, Case> cases = ports.caseLoad().cases();
    Map<String, Arrival> arrivals =
        DataArrival.read(
            clinic, ports.enrolments(), ports.deviceCursors(), ports.quarantine(), now);
    Map<String, SessionProgress> runs = new HashMap<>();
    running.stream()
        .filter(progress -> clinics.of(progress.patient()).equals(clinic))
        .forEach(progress -> runs.put(progress.patient(), progress));

    Map<String, Summary> summaries = new LinkedHashMap<>();
    List<PatientFacts> facts = new ArrayList<>();
    // Whoever has data and is not in the directory yet is shown by the id.
    TreeSet<String> ids = new TreeSet<>(patients.keySet());
    ids.addAll(alerts.keySet());
    newest.keySet().stream().filter(id -> clinics.of(id).equals(clinic)).forEach(ids::add);
    ids.addAll(runs.keySet());
    for (String id : ids) {
      Patient patient = patients.get(id);
      Map<String, @Nullable Object> assessment = newest.get(id);
      List<AlertFacts> open = alerts.getOrDefault(id, List.of());
      SessionProgress runsNow = runs.get(id);
      summaries.put(
          id,
          new Summary(
              patient == null ? null : patient.displayName(),
              assessment,
              lastDataAt(assessment, open, runsNow),
              cases.getOrDefault(id, NOTHING_KEPT)));
      DataFacts data =
          dataFacts(
              patient == null ? now : patient.addedAt(),
              arrivals.getOrDefault(id, Arrival.NONE),
              assessment);
      facts.add(
          new PatientFacts(
              id, patient == null ? id : patient.displayName(), open, runsNow, data.lacks(now)));
    }
    return new Overview(
        TriageList.rank(facts, budget, now, zone),
        budget,
        summaries,
        ports.acts().worth(),
        id -> {
          Map<String, @Nullable Object> assessment = newest.get(id);
          return assessment == null ? List.of() : recent.of(id, assessment, now);
        },
        lastEventId,
        now);
  }

  private Map<String, List<AlertFacts>> alerts(String clinic) {
    Map<String, AlertHandling> handled = ports.acts().ofOpen();
    Map<String, List<AlertFacts>> byPatient = new HashMap<>();
    for (AlertStanding alert :
        clinics.alerts(
            ports.records(), clinic, new AlertFilter(null, null, Condition.OPEN), OPEN_ALERTS)) {
      byPatient
          .computeIfAbsent(alert.patient(), first -> new ArrayList<>())
          .add(new AlertFacts(alert, handled.getOrDefault(alert.alert(), AlertHandling.NONE)));
    }
    return byPatient;
  }

  private static @Nullable Instant lastDataAt(
      @Nullable Map<String, @Nullable Object> assessment,
      List<AlertFacts> alerts,
      @Nullable SessionProgress running) {
    List<Instant> times = new ArrayList<>();
    Instant end = end(assessment);
    if (end != null) {
      times.add(end);
    }
    alerts.forEach(alert -> times.add(alert.alert().eventAt()));
    if (running != null) {
      times.add(running.at());
    }
    return times.stream().max(Instant::compareTo).orElse(null);
  }

  private static @Nullable Instant end(@Nullable Map<String, @Nullable Object> assessment) {
    return assessment != null && assessment.get("end") instanceof String end
        ? OffsetDateTime.parse(end).toInstant()
        : null;
  }

  private static DataFacts dataFacts(
      Instant addedAt, Arrival arrival, @Nullable Map<String, @Nullable Object> assessment) {
    int skipped = 0;
    Double coverage = null;
    int learnedFrom = 0;
    boolean enough = false;
    if (assessment != null) {
      if (assessment.get("slots") instanceof Map<?, ?> slots) {
        skipped = (int) slots.values().stream().filter("missed"::equals).count();
      }
      boolean byEffort =
          assessment.get("load") instanceof Map<?, ?> load
              && "session-rpe".equals(load.get("currency"));
      if (!byEffort && assessment.get("coverage") instanceof Number share) {
        coverage = share.doubleValue();
      }
      if (assessment.get("tolerance") instanceof Map<?, ?> tolerance) {
        enough = Boolean.TRUE.equals(tolerance.get("enough"));
        learnedFrom =
            tolerance.get("sessions") instanceof Number sessions ? sessions.intValue() : 0;
      }
    }
    return new DataFacts(
        addedAt,
        arrival.devices(),
        arrival.heardAt(),
        arrival.unsynced(),
        arrival.rejected(),
        end(assessment),
        skipped,
        coverage,
        learnedFrom,
        enough);
  }
}
