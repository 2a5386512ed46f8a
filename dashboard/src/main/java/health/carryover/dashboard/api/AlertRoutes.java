package health.carryover.dashboard.api;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.dashboard.access.PatientClinics;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts: listed, and told with their life and with what people did about them. */
public final class AlertRoutes {
  private static final int LISTED = 200;
  private static final int MOST_LISTED = 1000;

  private final OutcomeRecords records;
  private final PatientClinics clinics;
  private final BlockingCalls blocking;
  private final AlertActs acts;
  private final InstantSource clock;

  public AlertRoutes(
      OutcomeRecords records,
      PatientClinics clinics,
      AlertActs acts,
      BlockingCalls blocking,
      InstantSource clock) {
    this.records = records;
    this.clinics = clinics;
    this.blocking = blocking;
    this.acts = acts;
    this.clock = clock;
  }

  /** Adds the calls; the stream comes before them, its address would be an id otherwise. */
  public void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/alerts", this::list);
    api.add(HttpMethod.GET, "/api/v1/alerts/{id}", this::one);
  }

  private Future<Reply> list(ApiRequest request) {
    String patient = request.queryId("patient");
    AlertChange.Kind kind = request.query("kind", Codes::kind, Codes.KIND_RULE);
    Condition state = request.query("state", Codes::condition, Codes.CONDITION_RULE);
    AlertFilter filter = new AlertFilter(patient, kind, state == null ? Condition.ANY : state);
    int limit = request.limit(LISTED, MOST_LISTED);
    String clinic = request.actor().clinic();
    return blocking.run(
        () -> {
          // Read before the list: a stream from here on repeats a change rather than miss one.
          long lastEventId = records.lastAlertChangeId();
          List<AlertStanding> found = clinics.alerts(records, clinic, filter, limit);
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("alerts", found.stream().map(Documents::of).toList());
          body.put("lastEventId", lastEventId);
          return Reply.ok(body);
        });
  }

  private Future<Reply> one(ApiRequest request) {
    String id = request.pathId("id");
    return blocking.run(
        () -> {
          AlertStanding alert = records.alert(id).orElseThrow(AlertRoutes::unknown);
          Map<String, @Nullable Object> body = Documents.of(alert);
          body.putAll(Documents.handling(alert, acts.handling(id), clock.instant()));
          body.put(
              "life",
              records.alertLife(id).stream()
                  .map(
                      step -> {
                        Map<String, @Nullable Object> document =
                            new LinkedHashMap<>(step.document());
                        document.put("changeId", step.id());
                        return document;
                      })
                  .toList());
          return Reply.ok(body);
        });
  }

  private static ApiFailure unknown() {
    return ApiFailure.notFound("alert.unknown", "There is no such alert.");
  }
}
