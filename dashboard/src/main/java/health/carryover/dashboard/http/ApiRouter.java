package health.carryover.dashboard.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** The calls of the API, by method and path. Confined to the event loop. */
public final class ApiRouter {
  private final Router router;
  private final Rights rights;
  private final List<Endpoint> endpoints = new ArrayList<>();

  /**
   * @param rights asked about every call before it is made
   */
  public ApiRouter(Router router, Rights rights) {
    this.router = router;
    this.rights = rights;
  }

  /** Who may make which call. */
  public interface Rights {
    /**
     * What stands before the handler of {@code endpoint}: passes a request on or ends it.
     *
     * @throws IllegalStateException if nobody decided who may make that call
     */
    Handler<RoutingContext> before(Endpoint endpoint);
  }

  /** What answers one call: checks on the event loop, waits elsewhere. */
  public interface Call {
    /**
     * @throws ApiFailure instead of an answer
     */
    Future<Reply> answer(ApiRequest request);
  }

  /**
   * One call that exists.
   *
   * @param path with parameters as {@code {name}}
   */
  public record Endpoint(HttpMethod method, String path) {}

  /** Adds a call that answers with JSON. */
  public void add(HttpMethod method, String path, Call call) {
    addRaw(method, path, context -> answer(context, call));
  }

  /** What answers one call with a file that is made while it is sent. */
  public interface Download {
    /**
     * @throws ApiFailure instead of an answer
     */
    Future<?> send(ApiRequest request);
  }

  /** Adds a call that answers with a file; one that breaks off ends the connection. */
  public void addDownload(String path, Download download) {
    addRaw(
        HttpMethod.GET,
        path,
        context ->
            download
                .send(new ApiRequest(context))
                .onSuccess(sent -> context.response().end())
                .onFailure(failed -> breakOff(context, failed)));
  }

  private static void breakOff(RoutingContext context, Throwable failed) {
    if (context.response().headWritten()) {
      context.response().reset();
    } else {
      context.response().setChunked(false).headers().remove("Content-Disposition");
      context.fail(failed);
    }
  }

  /** Adds a call that writes its own answer. */
  public void addRaw(HttpMethod method, String path, Handler<RoutingContext> handler) {
    Endpoint endpoint = new Endpoint(method, path);
    endpoints.add(endpoint);
    router
        .route(method, path.replaceAll("\\{([a-z]+)\\}", ":$1"))
        .handler(rights.before(endpoint))
        .handler(handler);
  }

  /** Every call there is. */
  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  private static void answer(RoutingContext context, Call call) {
    // A check that fails throws, and the router takes it to the one place that writes failures.
    call.answer(new ApiRequest(context))
        .onSuccess(reply -> send(context, reply))
        .onFailure(context::fail);
  }

  /** Sends {@code reply}, unless the other side is gone. */
  static void send(RoutingContext context, Reply reply) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    context
        .response()
        .setStatusCode(reply.status())
        .putHeader("Content-Type", "application/json")
        .end(Json.print(reply.body()));
  }
}
