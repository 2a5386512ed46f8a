package health.carryover.dashboard.api;

import health.carryover.analysis.TrialSetting;
import health.carryover.analysis.document.WhatIfDocument;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.RuleTrials;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Other rules tried out on a patient's past; nothing that was said in earnest changes. */
public final class TrialRoutes {
  private final PatientDirectory directory;
  private final RuleTrials trials;
  private final BlockingCalls blocking;

  /** A replay of years takes a thread for seconds: one at a time, so that no alert waits for it. */
  private final AtomicBoolean running = new AtomicBoolean();

  public TrialRoutes(PatientDirectory directory, RuleTrials trials, BlockingCalls blocking) {
    this.directory = directory;
    this.trials = trials;
    this.blocking = blocking;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.POST, "/api/v1/patients/{id}/what-if", this::tryOut);
  }

  private Future<Reply> tryOut(ApiRequest request) {
    String id = request.pathId("id");
    Map<TrialSetting, Double> values = values(request.body());
    if (!running.compareAndSet(false, true)) {
      throw new ApiFailure(
          503, "service.busy", "Another trial runs; try again shortly.", List.of());
    }
    String clinic = request.actor().clinic();
    return blocking.run(() -> tryOut(clinic, id, values)).onComplete(done -> running.set(false));
  }

  private Reply tryOut(String clinic, String id, Map<TrialSetting, Double> values) {
    if (directory.patient(id).filter(held -> held.clinic().equals(clinic)).isEmpty()) {
      throw ApiFailure.notFound("patient.unknown", "There is no such patient.");
    }
    return Reply.ok(WhatIfDocument.of(id, trials.tryOut(id, values)));
  }

  private static Map<TrialSetting, Double> values(BodyFields body) {
    Map<TrialSetting, Double> values = new EnumMap<>(TrialSetting.class);
    for (TrialSetting setting : TrialSetting.values()) {
      Double value = body.number(setting.code());
      if (value != null && !setting.allows(value)) {
        body.refuse(
            setting.code(), "must lie within " + setting.lowest() + " and " + setting.highest());
      } else if (value != null) {
        values.put(setting, value);
      }
    }
    if (values.isEmpty()) {
      body.refuse("body", "must name at least one rule to try");
    }
    body.finish();
    return values;
  }
}
