package health.carryover.dashboard.api;

import health.carryover.analysis.port.Erasures;
import health.carryover.analysis.port.Erasures.Begun;
import health.carryover.analysis.port.Erasures.Erasure;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Erasing a person, for whoever holds the administration token. */
public final class ErasureRoutes {
  private static final int ACCEPTED = 202;

  private final Erasures erasures;
  private final BlockingCalls blocking;

  public ErasureRoutes(Erasures erasures, BlockingCalls blocking) {
    this.erasures = erasures;
    this.blocking = blocking;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.POST, "/api/v1/erasures", this::begin);
    api.add(HttpMethod.GET, "/api/v1/erasures/{id}", this::find);
  }

  private Future<Reply> begin(ApiRequest request) {
    BodyFields body = request.body();
    String patient = body.id("patient");
    body.require("patient");
    body.finish();
    Actor actor = request.actor();
    return blocking.run(
        () -> reply(erasures.begin(actor.clinic(), Objects.requireNonNull(patient), actor.id())));
  }

  private static Reply reply(Begun begun) {
    if (begun instanceof Begun.UnderWay underWay) {
      return new Reply(ACCEPTED, Map.of("id", underWay.id(), "state", "running"));
    }
    throw begun instanceof Begun.Unknown
        ? ApiFailure.notFound("patient.unknown", "Nothing is kept of such a patient.")
        : new ApiFailure(
            503, "erasure.busy", "Another erasure is under way; try again shortly.", List.of());
  }

  private Future<Reply> find(ApiRequest request) {
    Erasure erasure =
        erasures
            .find(request.pathId("id"))
            .orElseThrow(() -> ApiFailure.notFound("erasure.unknown", "There is no such erasure."));
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("id", erasure.id());
    document.put("state", erasure.state().name().toLowerCase(Locale.ROOT));
    document.put("removed", new TreeMap<>(erasure.removed()));
    document.put("left", new TreeMap<>(erasure.left()));
    document.put("cameMeanwhile", erasure.cameMeanwhile());
    document.put("problem", erasure.problem());
    return Future.succeededFuture(Reply.ok(document));
  }
}
