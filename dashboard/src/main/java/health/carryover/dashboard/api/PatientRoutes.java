package health.carryover.dashboard.api;

import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.dashboard.access.PatientClinics;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Patients of the clinic: who they are, their devices, their time line. */
public final class PatientRoutes {
  private static final Pattern DEVICE = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int LONGEST_NAME = 200;
  private static final int ALERTS = 500;

  /** The stretch of a time line if nothing else is asked for. */
  private static final Duration STRETCH = Duration.ofDays(42);

  /** Sessions of the near future are not lost to a device whose clock runs ahead. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private final PatientDirectory directory;
  private final PatientClinics clinics;
  private final Enrolments enrolments;
  private final OutcomeRecords records;
  private final BlockingCalls blocking;
  private final InstantSource clock;

  public PatientRoutes(
      PatientDirectory directory,
      PatientClinics clinics,
      Enrolments enrolments,
      OutcomeRecords records,
      BlockingCalls blocking,
      InstantSource clock) {
    this.directory = directory;
    this.clinics = clinics;
    this.enrolments = enrolments;
    this.records = records;
    this.blocking = blocking;
    this.clock = clock;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/patients", this::list);
    api.add(HttpMethod.POST, "/api/v1/patients", this::put);
    api.add(HttpMethod.POST, "/api/v1/enrolments", this::enrol);
    api.add(HttpMethod.GET, "/api/v1/patients/{id}/timeline", this::timeline);
  }

  private Future<Reply> list(ApiRequest request) {
    String clinic = request.actor().clinic();
    return blocking.run(
        () ->
            Reply.ok(
                Map.of("patients", clinics.patients(clinic).stream().map(Documents::of).toList())));
  }

  private Future<Reply> put(ApiRequest request) {
    BodyFields body = request.body();
    String id = body.id("id");
    String name =
        body.parsed(
            "displayName",
            PatientRoutes::displayName,
            "must have 1 to " + LONGEST_NAME + " characters and no control characters");
    body.require("id");
    body.require("displayName");
    body.finish();
    String clinic = request.actor().clinic();
    Patient asked =
        new Patient(
            Objects.requireNonNull(id), clinic, Objects.requireNonNull(name), clock.instant());
    return blocking.run(
        () -> {
          Optional<Patient> before = directory.patient(asked.id());
          if (before.filter(held -> !held.clinic().equals(clinic)).isPresent()) {
            throw new ApiFailure(
                409, "patient.id-taken", "This id is in use; take another.", List.of());
          }
          Patient patient =
              before
                  .map(b -> new Patient(b.id(), clinic, asked.displayName(), b.addedAt()))
                  .orElse(asked);
          directory.put(patient);
          clinics.added(patient);
          return new Reply(before.isPresent() ? 200 : 201, Documents.of(patient));
        });
  }

  private Future<Reply> enrol(ApiRequest request) {
    BodyFields body = request.body();
    String device =
        body.parsed(
            "device",
            text -> Optional.of(text).filter(t -> DEVICE.matcher(t).matches()),
            "must be 1 to 64 lower-case letters, digits or -");
    String patient = body.id("patient");
    Instant from = body.time("from");
    List.of("device", "patient", "from").forEach(body::require);
    body.finish();
    String who = Objects.requireNonNull(patient);
    String what = Objects.requireNonNull(device);
    Instant since = Objects.requireNonNull(from);
    String clinic = request.actor().clinic();
    return blocking.run(
        () -> {
          if (ofClinic(clinic, who).isEmpty()) {
            throw ApiFailure.invalid("patient", "is not known; add the patient first");
          }
          enrolments.enrol(clinic, what, who, since);
          return new Reply(201, Map.of("device", what, "patient", who, "from", since.toString()));
        });
  }

  private Future<Reply> timeline(ApiRequest request) {
    String id = request.pathId("id");
    String clinic = request.actor().clinic();
    Instant to = request.queryTime("to", clock.instant().plus(AHEAD));
    Instant from = request.queryTime("from", to.minus(STRETCH));
    if (!from.isBefore(to)) {
      throw ApiFailure.invalid("from", "must be before to");
    }
    return blocking.run(
        () -> {
          Patient patient = ofClinic(clinic, id).orElseThrow(PatientRoutes::unknown);
          long lastEventId = records.lastAlertChangeId();
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("patient", Documents.of(patient));
          body.put("from", from.toString());
          body.put("to", to.toString());
          body.put("sessions", records.assessments(id, from, to));
          body.put(
              "alerts",
              records.alerts(new AlertFilter(id, null, Condition.ANY), ALERTS).stream()
                  .filter(a -> !a.eventAt().isBefore(from) && a.eventAt().isBefore(to))
                  .map(Documents::of)
                  .toList());
          body.put("lastEventId", lastEventId);
          return Reply.ok(body);
        });
  }

  private Optional<Patient> ofClinic(String clinic, String id) {
    return directory.patient(id).filter(patient -> patient.clinic().equals(clinic));
  }

  private static Optional<String> displayName(String text) {
    boolean wellFormed =
        text.codePoints().noneMatch(c -> Character.isISOControl(c) || isLoneSurrogate(c));
    int length = text.codePointCount(0, text.length());
    return wellFormed && !text.isBlank() && length <= LONGEST_NAME
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  private static ApiFailure unknown() {
    return ApiFailure.notFound("patient.unknown", "There is no such patient.");
  }
}
