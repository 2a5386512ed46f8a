package health.carryover.dashboard.api;

import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry;
import health.carryover.dashboard.access.PatientClinics;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Reply;
import health.carryover.dashboard.http.Texts;
import health.carryover.dashboard.stream.RunningSessions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One session: every revision, the heart-rate curve, how the load came together. */
public final class SessionRoutes {
  private final OutcomeRecords records;
  private final PatientClinics clinics;
  private final Telemetry telemetry;
  private final RunningSessions sessions;
  private final BlockingCalls blocking;

  public SessionRoutes(
      OutcomeRecords records,
      PatientClinics clinics,
      Telemetry telemetry,
      RunningSessions sessions,
      BlockingCalls blocking) {
    this.records = records;
    this.clinics = clinics;
    this.telemetry = telemetry;
    this.sessions = sessions;
    this.blocking = blocking;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/sessions/{id}", this::session);
  }

  private Future<Reply> session(ApiRequest request) {
    String session = request.pathId("id");
    String asked = request.queryId("patient");
    String clinic = request.actor().clinic();
    List<String> live = sessions.patientsWithSession(session);
    return blocking
        .run(() -> patient(session, asked, live, clinic))
        .compose(
            patient -> {
              // Progress lives on the event loop, the records do not: one is read before the other.
              Optional<SessionProgress> progress = sessions.newest(patient, session);
              List<Map<String, @Nullable Object>> trail = sessions.trailOf(patient, session);
              return blocking.run(() -> Reply.ok(read(patient, session, progress, trail)));
            });
  }

  private String patient(String session, @Nullable String asked, List<String> live, String clinic) {
    Set<String> patients = new LinkedHashSet<>();
    if (asked == null) {
      patients.addAll(records.patientsWithSession(session));
      patients.addAll(live);
    } else {
      patients.add(asked);
    }
    patients.removeIf(patient -> !clinics.of(patient).equals(clinic));
    if (patients.size() > 1) {
      throw new ApiFailure(
          409,
          "session.ambiguous",
          "Several patients have a session of that id; name the patient.",
          List.of());
    }
    return patients.stream().findFirst().orElseThrow(SessionRoutes::unknown);
  }

  private Map<String, @Nullable Object> read(
      String patient,
      String session,
      Optional<SessionProgress> progress,
      List<Map<String, @Nullable Object>> trail) {
    List<Map<String, @Nullable Object>> revisions = records.revisions(patient, session);
    if (revisions.isEmpty() && progress.isEmpty()) {
      throw unknown();
    }
    Map<String, @Nullable Object> newest =
        revisions.isEmpty() ? null : revisions.get(revisions.size() - 1);
    Optional<SessionHeartRate> found = heartRate(patient, newest, progress);
    SessionHeartRate heartRate = found.orElse(SessionHeartRate.NONE);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("patient", patient);
    body.put("session", session);
    body.put("newest", newest);
    body.put("revisions", revisions);
    body.put("running", progress.filter(p -> !p.ended()).map(OutcomeDocument::of).orElse(null));
    body.put("progress", trail);
    body.put("heartRate", curves(heartRate));
    body.put("heartRateAvailable", found.isPresent());
    body.put("heartRateResolution", heartRate.resolution().code());
    body.put("zones", newest == null ? null : zones(newest, heartRate));
    return body;
  }

  /** Empty if it cannot be had now: everything else about the session is shown without it. */
  private Optional<SessionHeartRate> heartRate(
      String patient,
      @Nullable Map<String, @Nullable Object> newest,
      Optional<SessionProgress> progress) {
    try {
      return Optional.of(
          newest == null
              ? SessionHeartRate.upTo(telemetry, patient, progress.orElseThrow().at())
              : SessionHeartRate.of(
                  telemetry, patient, time(newest, "start"), time(newest, "end")));
    } catch (StoreUnavailableException away) {
      return Optional.empty();
    }
  }

  private static List<Map<String, Object>> curves(SessionHeartRate heartRate) {
    return heartRate.series().stream()
        .map(HeartRateCurve::of)
        .map(SessionRoutes::document)
        .toList();
  }

  /** Of the device whose curve is shown; null without references or readings. */
  private static @Nullable Map<String, @Nullable Object> zones(
      Map<String, @Nullable Object> assessment, SessionHeartRate heartRate) {
    return heartRate.series().isEmpty()
        ? null
        : ZoneTimes.of(
            heartRate.series().get(0),
            assessment.get("load") instanceof Map<?, ?> load ? load : Map.of());
  }

  private static Map<String, Object> document(HeartRateCurve curve) {
    List<List<@Nullable Object>> points = new ArrayList<>();
    for (HeartRateCurve.Point point : curve.points()) {
      List<@Nullable Object> pair = new ArrayList<>(2);
      pair.add(point.atMillis());
      pair.add(point.bpm());
      points.add(pair);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("device", curve.device());
    document.put("readings", curve.readings());
    document.put("gaps", curve.gaps());
    document.put("points", points);
    return document;
  }

  private static Instant time(Map<String, @Nullable Object> assessment, String name) {
    return Texts.time(String.valueOf(assessment.get(name)))
        .orElseThrow(() -> new IllegalStateException("an assessment without " + name));
  }

  private static ApiFailure unknown() {
    return ApiFailure.notFound("session.unknown", "There is no such session.");
  }
}
