package health.carryover.dashboard.access;

import health.carryover.analysis.port.AccessLog;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signing in by a one-time link, and out. */
public final class AccessRoutes {
  /** The one call that works without being signed in. */
  public static final String SIGN_IN = "/api/v1/sign-in";

  private final Gate gate;
  private final AccessNotes notes;
  private final InstantSource clock;

  public AccessRoutes(Gate gate, AccessNotes notes, InstantSource clock) {
    this.gate = gate;
    this.notes = notes;
    this.clock = clock;
  }

  /** Adds the call that comes before the gate. */
  public void addOpen(ApiRouter api) {
    api.add(HttpMethod.POST, SIGN_IN, this::signIn);
  }

  /** Adds the calls behind the gate. */
  public void add(ApiRouter api) {
    api.add(HttpMethod.POST, "/api/v1/sign-out", this::signOut);
    api.add(HttpMethod.GET, "/api/v1/me", this::me);
  }

  private Future<Reply> signIn(ApiRequest request) {
    BodyFields body = request.body();
    String token = body.text("token");
    body.require("token");
    body.finish();
    Actor actor = gate.signIn(request.context(), token == null ? "" : token);
    return notes
        .write(
            AccessNotes.entry(
                clock.instant(), actor, "sign-in", null, null, AccessLog.Outcome.DONE))
        .map(noted -> Reply.ok(Map.of("person", actor.name())))
        .onFailure(failed -> gate.signOut(request.context()));
  }

  private Future<Reply> signOut(ApiRequest request) {
    RoutingContext context = request.context();
    gate.signOut(context);
    return Future.succeededFuture(Reply.ok(Map.of("signedOut", true)));
  }

  private Future<Reply> me(ApiRequest request) {
    Actor actor = request.actor();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("person", actor.name());
    body.put("id", actor.id());
    body.put("role", actor.role().code());
    body.put("clinic", actor.clinic());
    body.put("secondFactorMissing", actor.standing() == Actor.Standing.SECOND_FACTOR_MISSING);
    return Future.succeededFuture(Reply.ok(body));
  }
}
