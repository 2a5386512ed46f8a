package health.carryover.deploy.export;

import health.carryover.analysis.careplan.CarePlanVersion;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.port.CaseLoad;
import health.carryover.analysis.port.Enrolments.Enrolment;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.analysis.port.PersonalData;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Telemetry;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.journal.JournalHistory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes everything that is kept of a patient, page by page, whatever there is of it. */
public final class PatientExport implements PersonalData {
  /** Counted up when a file or a column changes its meaning. */
  static final int FORM = 1;

  private static final int PAGE = 500;

  /** In channels that name a device its clinic stands before it. */
  private static final int CLINIC_PART = 2;

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final ExportSources from;
  private final JournalHistory history;
  private final InstantSource clock;
  private final EventLines lines = new EventLines();

  /**
   * @param codec as messages are understood on arrival
   */
  public PatientExport(ExportSources from, MessageCodec codec, InstantSource clock) {
    this.from = from;
    this.history = new JournalHistory(from.journal(), codec);
    this.clock = clock;
  }

  @Override
  public boolean export(String clinic, String patient, OutputStream out) throws IOException {
    if (!isKept(clinic, patient)) {
      return false;
    }
    ZipParts zip = new ZipParts(out, clock.instant());
    try {
      zip.begin("patient.json");
      zip.document(person(clinic, patient));
      zip.flush();
      carePlan(patient, zip);
      long trimmed = journal(patient, zip);
      unassigned(clinic, patient, zip);
      events(patient, zip);
      List<Map<String, @Nullable Object>> newest =
          from.records().assessments(patient, Instant.MIN, Instant.MAX);
      assessments(patient, newest, zip);
      alerts(patient, zip);
      sessions(newest, zip);
      pain(patient, zip);
      heartRate(patient, zip);
      zip.begin("contents.json");
      Map<String, Object> contents = new LinkedHashMap<>();
      contents.put("form", FORM);
      contents.put("patient", patient);
      contents.put("exportedAt", clock.instant().toString());
      contents.put("trimmedMessages", trimmed);
      contents.put("lines", zip.lines());
      zip.document(contents);
      zip.finish();
      return true;
    } catch (UncheckedIOException failed) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  private boolean isKept(String clinic, String patient) {
    Optional<Patient> known = from.directory().patient(patient);
    return known.isPresent()
        ? known.get().clinic().equals(clinic)
        : !from.journal().readOf(patient, 0, 1).isEmpty();
  }

  /** Who it is, and which devices spoke for the patient when. */
  private Map<String, @Nullable Object> person(String clinic, String patient) {
    Map<String, @Nullable Object> person = new LinkedHashMap<>();
    person.put("id", patient);
    person.put("clinic", clinic);
    from.directory()
        .patient(patient)
        .ifPresent(
            known -> {
              person.put("displayName", known.displayName());
              person.put("addedAt", known.addedAt().toString());
            });
    CaseLoad.Case kept = from.caseLoad().cases().get(patient);
    if (kept != null) {
      person.put("tags", List.copyOf(kept.tags()));
      person.put("people", List.copyOf(kept.people()));
      CaseLoad.Review review = kept.lastReview();
      if (review != null) {
        person.put("lastReview", Map.of("person", review.person(), "at", review.at().toString()));
      }
    }
    person.put(
        "enrolments",
        from.enrolments().enrolments(clinic).stream()
            .filter(enrolment -> enrolment.patient().equals(patient))
            .map(
                enrolment -> {
                  Map<String, @Nullable Object> period = new LinkedHashMap<>();
                  period.put("device", enrolment.device());
                  period.put("from", enrolment.fromInclusive().toString());
                  period.put("to", text(enrolment.toExclusive()));
                  from.credentials()
                      .find(enrolment.device())
                      .ifPresent(
                          credential -> {
                            period.put("secretIssuedAt", credential.issuedAt().toString());
                            period.put("secretRevokedAt", text(credential.revokedAt()));
                          });
                  return period;
                })
            .toList());
    return person;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** Every version of the care plan; an empty value was taken back. */
  private void carePlan(String patient, ZipParts zip) throws IOException {
    zip.begin("care-plan.jsonl");
    for (CarePlanVersion version : from.carePlans().versions(patient)) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("version", version.number());
      line.put("person", version.person());
      line.put("savedAt", version.savedAt().toString());
      line.put("appliesFrom", version.appliesFrom().toString());
      Map<String, String> changes = new LinkedHashMap<>();
      version.changes().forEach((field, value) -> changes.put(field.code(), value));
      line.put("changes", changes);
      zip.document(line);
    }
  }

  /**
   * Every message as it came, what of it could not be used, and what people did about that.
   *
   * @return how many there are of which the content is not kept any more
   */
  private long journal(String patient, ZipParts zip) throws IOException {
    zip.begin("journal.jsonl");
    long trimmed = 0;
    long after = 0;
    List<StoredEntry> page = from.journal().readOf(patient, after, PAGE);
    while (!page.isEmpty()) {
      for (StoredEntry stored : page) {
        zip.document(JournalLine.of(stored, from.quarantine()));
        trimmed += stored.entry().trimmed() ? 1 : 0;
        after = stored.sequence();
      }
      page = from.journal().readOf(patient, after, PAGE);
    }
    return trimmed;
  }

  /**
   * What the patient's devices sent that could not be used at all. Such messages belong to nobody,
   * because nobody can say when what they tell of happened: here it counts whose device it was when
   * they came.
   */
  private void unassigned(String clinic, String patient, ZipParts zip) throws IOException {
    zip.begin("unassigned.jsonl");
    List<String> devices =
        from.enrolments().enrolments(clinic).stream()
            .filter(enrolment -> enrolment.patient().equals(patient))
            .map(Enrolment::device)
            .distinct()
            .toList();
    for (String device : devices) {
      Quarantine.Query ofDevice = new Quarantine.Query(null, device, null, null);
      long after = 0;
      List<Long> page = from.quarantine().messages(ofDevice, after, PAGE);
      while (!page.isEmpty()) {
        for (long sequence : page) {
          after = sequence;
          StoredEntry stored = from.journal().read(sequence - 1, 1).get(0);
          if (isOf(clinic, patient, device, stored.entry())) {
            zip.document(JournalLine.of(stored, from.quarantine()));
          }
        }
        page = from.quarantine().messages(ofDevice, after, PAGE);
      }
    }
  }

  private boolean isOf(String clinic, String patient, String device, JournalEntry entry) {
    String[] part = entry.channel().split("/", -1);
    return entry.patient() == null
        && part[CLINIC_PART].equals(clinic)
        && from.enrolments()
            .patientOf(clinic, device, entry.receivedAt())
            .filter(patient::equals)
            .isPresent();
  }

  /** What was used of it, as {@code analyze} reads it. */
  private void events(String patient, ZipParts zip) throws IOException {
    zip.begin("events.jsonl");
    each(
        patient,
        event -> {
          for (String line : lines.of(patient, event)) {
            zip.line(line);
          }
        });
  }

  private void assessments(String patient, List<Map<String, @Nullable Object>> newest, ZipParts zip)
      throws IOException {
    zip.begin("assessments.jsonl");
    for (Map<String, @Nullable Object> session : newest) {
      String id = String.valueOf(session.get("session"));
      for (Map<String, @Nullable Object> revision : from.records().revisions(patient, id)) {
        zip.document(revision);
      }
    }
  }

  private void alerts(String patient, ZipParts zip) throws IOException {
    List<AlertStanding> alerts =
        from.records().alerts(new AlertFilter(patient, null, Condition.ANY), Integer.MAX_VALUE);
    zip.begin("alerts.jsonl");
    for (AlertStanding alert : alerts) {
      for (StoredAlertChange change : from.records().alertLife(alert.alert())) {
        zip.document(change.document());
      }
    }
    zip.begin("handling.jsonl");
    for (AlertStanding alert : alerts) {
      for (OutcomeRecords.Act act : from.records().acts(alert.alert())) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("alert", alert.alert());
        line.put("act", act.action().equals("acknowledge") ? "acknowledged" : act.action());
        line.put("person", act.person());
        line.put("at", text(act.at()));
        zip.document(line);
      }
    }
    zip.begin("acts.jsonl");
    Map<String, AlertHandling> handled = from.acts().ofPatient(patient);
    for (AlertStanding alert : alerts) {
      AlertHandling handling = handled.getOrDefault(alert.alert(), AlertHandling.NONE);
      for (HandlingAct act : handling.acts()) {
        zip.document(act(alert.alert(), act));
      }
    }
    zip.begin("alerts.csv", AlertRow.COLUMNS);
    for (AlertStanding alert : alerts) {
      for (StoredAlertChange change : from.records().alertLife(alert.alert())) {
        zip.row(AlertRow.of(change, alert));
      }
    }
  }

  private static Map<String, @Nullable Object> act(String alert, HandlingAct act) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("alert", alert);
    line.put("act", act.kind().code());
    line.put("person", act.person());
    line.put("at", act.at().toString());
    line.put("until", text(act.until()));
    line.put("assignee", act.assignee());
    line.put("text", act.text());
    return line;
  }

  private static void sessions(List<Map<String, @Nullable Object>> newest, ZipParts zip)
      throws IOException {
    zip.begin("sessions.csv", SessionRow.COLUMNS);
    for (Map<String, @Nullable Object> session : newest) {
      zip.row(SessionRow.of(session));
    }
  }

  private void pain(String patient, ZipParts zip) throws IOException {
    zip.begin(
        "pain.csv",
        List.of(
            "at",
            "nrs",
            "slot",
            "session",
            "site",
            "flare",
            "quality",
            "rest",
            "receivedAt",
            "device"));
    each(
        patient,
        received -> {
          if (received.event() instanceof PainReport report) {
            zip.row(
                report.at(),
                report.nrs(),
                report.slot() == null ? null : report.slot().code(),
                report.session(),
                report.site(),
                report.flare(),
                report.quality(),
                report.rest(),
                received.receivedAt(),
                received.device());
          }
        });
  }

  /** Heart rate as it is kept for curves, day by day of those on which there may be some. */
  private void heartRate(String patient, ZipParts zip) throws IOException {
    TreeSet<Long> days = new TreeSet<>();
    each(
        patient,
        received -> {
          if (received.event() instanceof HeartRateSamples samples) {
            for (int i = 0; i < samples.size(); i++) {
              days.add(Math.floorDiv(samples.atMillis(i), DAY_MILLIS));
            }
          }
        });
    zip.begin("heart-rate.csv", List.of("at", "bpm", "device"));
    for (long day : days) {
      Instant begin = Instant.ofEpochMilli(day * DAY_MILLIS);
      for (Telemetry.Reading reading :
          from.telemetry().readings(patient, begin, begin.plusMillis(DAY_MILLIS))) {
        zip.row(Instant.ofEpochMilli(reading.atMillis()), reading.bpm(), reading.device());
      }
    }
  }

  private void each(String patient, EventUse use) {
    history.replay(
        patient,
        event -> {
          try {
            use.take(event);
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
  }

  /** What is done with one event. */
  private interface EventUse {
    void take(ReceivedEvent event) throws IOException;
  }
}
