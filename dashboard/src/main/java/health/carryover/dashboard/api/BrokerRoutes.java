package health.carryover.dashboard.api;

import health.carryover.analysis.port.BrokerDoor;
import health.carryover.analysis.port.BrokerDoor.Operation;
import health.carryover.analysis.port.BrokerDoor.Verdict;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where external brokers ask, in the two forms that are in use: that of EMQX, which takes any
 * answer but 200 for "ask somebody else" and so always gets one, and that of the mosquitto-go-auth
 * plugin, which goes by the status. Everything that is not understood is denied.
 */
public final class BrokerRoutes {
  /** Everything below comes with the token of the settings in place of a sign-in. */
  public static final String ALL = "/api/v1/broker/*";

  private static final String EMQX = "/api/v1/broker/emqx/";
  private static final String GO_AUTH = "/api/v1/broker/go-auth/";
  private static final String BEARER = "Bearer ";

  private final BrokerDoor door;
  private final BlockingCalls blocking;

  public BrokerRoutes(BrokerDoor door, BlockingCalls blocking) {
    this.door = door;
    this.blocking = blocking;
  }

  /** Adds the calls, all of which come before the gate. */
  public void addOpen(ApiRouter api) {
    api.add(
        HttpMethod.POST,
        EMQX + "authentication",
        request -> answer(request, () -> authentication(request), BrokerRoutes::emqx));
    api.add(
        HttpMethod.POST,
        EMQX + "authorization",
        request -> answer(request, () -> emqxAuthorization(request), BrokerRoutes::emqx));
    api.add(
        HttpMethod.POST,
        GO_AUTH + "user",
        request -> answer(request, () -> authentication(request), BrokerRoutes::goAuth));
    api.add(
        HttpMethod.POST,
        GO_AUTH + "superuser",
        request -> answer(request, () -> Verdict.DENIED, BrokerRoutes::goAuth));
    api.add(
        HttpMethod.POST,
        GO_AUTH + "acl",
        request -> answer(request, () -> goAuthAcl(request), BrokerRoutes::goAuth));
  }

  private Future<Reply> answer(
      ApiRequest request, Supplier<Verdict> question, Function<Verdict, Reply> form) {
    if (!door.trusts(token(request.context().request()))) {
      return Future.succeededFuture(form.apply(Verdict.DENIED));
    }
    return blocking
        .run(question::get)
        .map(form)
        // Also what cannot be read now, or was not understood: it must not count as allowed.
        .otherwise(failed -> form.apply(Verdict.DENIED));
  }

  /** The plugin for Mosquitto can send no header of its own but the user agent. */
  private static String token(HttpServerRequest request) {
    String authorization = request.getHeader("Authorization");
    String sent =
        authorization != null && authorization.startsWith(BEARER)
            ? authorization.substring(BEARER.length())
            : request.getHeader("User-Agent");
    return sent == null ? "" : sent;
  }

  private Verdict authentication(ApiRequest request) {
    Map<String, Object> asked = request.bodyAsSent();
    return door.admits(
        text(asked, "clientid"),
        text(asked, "username"),
        text(asked, "password"),
        text(asked, "peerhost"));
  }

  private Verdict emqxAuthorization(ApiRequest request) {
    Map<String, Object> asked = request.bodyAsSent();
    Operation operation =
        switch (text(asked, "action")) {
          case "publish" -> Operation.PUBLISH;
          case "subscribe" -> Operation.SUBSCRIBE;
          default -> null;
        };
    return permits(asked, operation);
  }

  private Verdict goAuthAcl(ApiRequest request) {
    Map<String, Object> asked = request.bodyAsSent();
    Operation operation =
        switch (text(asked, "acc")) {
          case "1" -> Operation.RECEIVE;
          case "2" -> Operation.PUBLISH;
          case "4" -> Operation.SUBSCRIBE;
          default -> null;
        };
    return permits(asked, operation);
  }

  private Verdict permits(Map<String, Object> asked, @Nullable Operation operation) {
    return operation == null
        ? Verdict.DENIED
        : door.permits(
            text(asked, "clientid"), text(asked, "username"), operation, text(asked, "topic"));
  }

  private static String text(Map<String, Object> asked, String field) {
    return Objects.toString(asked.get(field), "");
  }

  private static Reply emqx(Verdict verdict) {
    return Reply.ok(
        Map.of("result", verdict == Verdict.ALLOWED ? "allow" : "deny", "is_superuser", false));
  }

  private static Reply goAuth(Verdict verdict) {
    return switch (verdict) {
      case ALLOWED -> Reply.ok(Map.of("ok", true, "error", ""));
      case DENIED -> new Reply(403, Map.of("ok", false, "error", "denied"));
      case TOO_MANY -> new Reply(429, Map.of("ok", false, "error", "too many attempts"));
    };
  }
}
