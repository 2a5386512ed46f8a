package health.carryover.dashboard.webhook;

import health.carryover.analysis.port.EventIntake;
import health.carryover.analysis.port.EventIntake.Taken;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.Pace;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes events of Open Wearables. Answers 200 when an event is durable, whatever became of it, and
 * something else only where it shall be sent again: the sender repeats what is not answered so.
 */
public final class OpenWearablesRoutes {
  /** Where events are sent. */
  public static final String PATH = "/api/v1/webhooks/open-wearables";

  /** Its sender splits events below a megabyte. */
  private static final int LARGEST_BODY = 1 << 20;

  private static final int AT_ONCE = 200;
  private static final int EACH_SECOND = 50;
  private static final String BEARER = "Bearer ";

  private final String clinic;
  private final WebhookSecrets secrets;
  private final EventIntake intake;
  private final InstantSource clock;
  private final Pace pace;

  public OpenWearablesRoutes(
      String clinic, WebhookSecrets secrets, EventIntake intake, InstantSource clock) {
    this.clinic = clinic;
    this.secrets = secrets;
    this.intake = intake;
    this.clock = clock;
    this.pace = new Pace(AT_ONCE, EACH_SECOND, clock.instant());
  }

  /** Adds the call; it comes before the gate, because it is no person who makes it. */
  public void addOpen(Router router, ApiRouter api) {
    router.route(HttpMethod.POST, PATH).handler(this::admit);
    router
        .route(HttpMethod.POST, PATH)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    api.add(HttpMethod.POST, PATH, this::take);
  }

  /** Whoever shows no token is turned away before the body is read. */
  private void admit(RoutingContext context) {
    if (!secrets.any()) {
      throw ApiFailure.notFound(
          "open-wearables.off", "No token and no signing secret is set for Open Wearables.");
    }
    String token = secrets.token();
    if (token != null && !shows(context.request(), token)) {
      throw refused();
    }
    if (!pace.admits(clock.instant())) {
      context.response().putHeader("Retry-After", "5");
      throw new ApiFailure(
          429, "request.too-many", "Too many events at once; try again shortly.", List.of());
    }
    context.next();
  }

  private static boolean shows(HttpServerRequest request, String token) {
    String authorization = request.getHeader("Authorization");
    return authorization != null
        && authorization.startsWith(BEARER)
        && MessageDigest.isEqual(
            authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  private Future<Reply> take(ApiRequest request) {
    HttpServerRequest http = request.context().request();
    Buffer buffer = request.context().body().buffer();
    byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
    String id = http.getHeader("svix-id");
    byte[] key = secrets.signingKey();
    if (key != null
        && !new SvixSignature(key)
            .fits(
                id,
                http.getHeader("svix-timestamp"),
                http.getHeader("svix-signature"),
                body,
                clock.instant())) {
      throw refused();
    }
    return Future.fromCompletionStage(
            intake.openWearables(clinic, id, body), request.context().vertx().getOrCreateContext())
        .map(OpenWearablesRoutes::reply);
  }

  private static Reply reply(Taken taken) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("fate", taken.fate());
    body.put("codes", taken.codes());
    return Reply.ok(body);
  }

  private static ApiFailure refused() {
    return new ApiFailure(
        401, "webhook.refused", "The token or the signature is not right.", List.of());
  }
}
