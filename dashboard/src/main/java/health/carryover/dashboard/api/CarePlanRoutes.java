package health.carryover.dashboard.api;

import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.careplan.CarePlanField;
import health.carryover.analysis.careplan.CarePlanVersion;
import health.carryover.analysis.port.CarePlans.Draft;
import health.carryover.analysis.port.CarePlans.Overtaken;
import health.carryover.analysis.port.CarePlans.Saved;
import health.carryover.analysis.port.CarePlans.Taken;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.dashboard.careplan.CarePlanDesk;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The care plan of a patient: what holds, how it came to be, and a new version of it. */
public final class CarePlanRoutes {
  private final PatientDirectory directory;
  private final CarePlanDesk desk;
  private final BlockingCalls blocking;
  private final InstantSource clock;

  public CarePlanRoutes(
      PatientDirectory directory, CarePlanDesk desk, BlockingCalls blocking, InstantSource clock) {
    this.directory = directory;
    this.desk = desk;
    this.blocking = blocking;
    this.clock = clock;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/patients/{id}/profile", this::read);
    api.add(HttpMethod.PUT, "/api/v1/patients/{id}/profile", this::save);
  }

  private Future<Reply> read(ApiRequest request) {
    String id = request.pathId("id");
    String clinic = request.actor().clinic();
    Instant now = clock.instant();
    return blocking.run(
        () -> {
          require(clinic, id);
          List<CarePlanVersion> versions = desk.versions(id);
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("patient", id);
          body.put("version", versions.size());
          body.put("at", now.toString());
          body.put("plan", values(CarePlan.at(versions, now)));
          List<Map<String, Object>> history = new ArrayList<>();
          for (int i = versions.size() - 1; i >= 0; i--) {
            history.add(version(versions.get(i), versions.subList(0, i)));
          }
          body.put("versions", history);
          return Reply.ok(body);
        });
  }

  private static Map<String, Object> values(CarePlan plan) {
    Map<String, Object> values = new LinkedHashMap<>();
    plan.values().forEach((field, value) -> values.put(field.code(), typed(field, value)));
    return values;
  }

  private static Object typed(CarePlanField field, String value) {
    return switch (field.form()) {
      case TEXT, LINES, CHOICE, TIME -> value;
      case NUMBER -> Double.valueOf(value);
      case WHOLE -> Integer.valueOf(value);
      case FLAG -> Boolean.valueOf(value);
    };
  }

  private static Map<String, Object> version(
      CarePlanVersion version, List<CarePlanVersion> earlier) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", version.number());
    document.put("person", version.person());
    document.put("savedAt", version.savedAt().toString());
    document.put("appliesFrom", version.appliesFrom().toString());
    CarePlan before = CarePlan.at(earlier, version.appliesFrom());
    List<Map<String, @Nullable Object>> changes = new ArrayList<>();
    version
        .changes()
        .forEach(
            (field, value) -> {
              Map<String, @Nullable Object> change = new LinkedHashMap<>();
              change.put("field", field.code());
              change.put("before", before.value(field).map(v -> typed(field, v)).orElse(null));
              change.put(
                  "after", value.equals(CarePlanVersion.TAKEN_BACK) ? null : typed(field, value));
              changes.add(change);
            });
    document.put("changes", changes);
    return document;
  }

  private Future<Reply> save(ApiRequest request) {
    String id = request.pathId("id");
    String clinic = request.actor().clinic();
    String person = request.actor().name();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    CarePlanFields asked = CarePlanFields.read(request.body(), now);
    Instant from = asked.appliesFrom() == null ? now : asked.appliesFrom();
    return blocking
        .run(
            () -> {
              require(clinic, id);
              List<CarePlanVersion> versions = desk.versions(id);
              Map<CarePlanField, String> changes = differences(asked, versions, from);
              return desk.save(id, new Draft(person, now, from, changes, asked.expectedVersion()))
                  .orElseThrow(CarePlanRoutes::unknown);
            })
        .compose(saved -> answer(clinic, id, saved));
  }

  /** What differs from what holds then; whether it can hold is looked at as a whole. */
  private static Map<CarePlanField, String> differences(
      CarePlanFields asked, List<CarePlanVersion> versions, Instant from) {
    CarePlan held = CarePlan.at(versions, from);
    Map<CarePlanField, String> changes = new EnumMap<>(CarePlanField.class);
    changes.putAll(asked.changes());
    changes
        .entrySet()
        .removeIf(
            each ->
                each.getValue()
                    .equals(held.value(each.getKey()).orElse(CarePlanVersion.TAKEN_BACK)));
    List<CarePlanVersion> all = new ArrayList<>(versions);
    all.add(new CarePlanVersion(versions.size() + 1, "", from, from, changes));
    if (!CarePlan.at(all, from).hasPlausibleReserve()
        || !CarePlan.newest(all).hasPlausibleReserve()) {
      throw ApiFailure.invalid("hrMax", "must exceed hrRest by more than 20");
    }
    return changes;
  }

  private Future<Reply> answer(String clinic, String patient, Saved saved) {
    if (saved instanceof Taken taken) {
      CarePlanVersion version = taken.version();
      return blocking
          .run(() -> desk.send(clinic, patient, version))
          .compose(Future::fromCompletionStage)
          .map(
              told -> {
                Map<String, Object> body = new LinkedHashMap<>();
                body.put("patient", patient);
                body.put("at", version.appliesFrom().toString());
                body.put("version", version.number());
                body.put("inEffect", told);
                return Reply.ok(body);
              });
    }
    return Future.succeededFuture(conflict(((Overtaken) saved).newest()));
  }

  private static Reply conflict(@Nullable CarePlanVersion newest) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("code", "care-plan.changed-meanwhile");
    body.put(
        "message",
        newest == null
            ? "There was no care plan any more when you saved."
            : "%s saved version %d while you looked, %s."
                .formatted(newest.person(), newest.number(), newest.savedAt()));
    body.put("violations", List.of());
    body.put(
        "by",
        newest == null
            ? null
            : Map.of(
                "person", newest.person(),
                "version", newest.number(),
                "savedAt", newest.savedAt().toString()));
    return new Reply(409, body);
  }

  private void require(String clinic, String id) {
    if (directory.patient(id).map(Patient::clinic).filter(clinic::equals).isEmpty()) {
      throw unknown();
    }
  }

  private static ApiFailure unknown() {
    return ApiFailure.notFound("patient.unknown", "There is no such patient.");
  }
}
