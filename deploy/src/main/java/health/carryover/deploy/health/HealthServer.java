package health.carryover.deploy.health;

import health.carryover.dashboard.http.RequestDeadlines;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Answers on the management port:
 *
 * <ul>
 *   <li>{@code /health/started}: 200 once the start is complete, for good
 *   <li>{@code /health/ready}: 200 while every probe is content and no stop was asked for
 *   <li>{@code /health/live}: 200 as long as this process can answer at all
 *   <li>{@code /metrics}: Prometheus text
 * </ul>
 *
 * <p>Otherwise 503; every health answer is JSON and says why: {@code
 * {"status":"down","reasons":[{"probe":"broker","reason":"..."}]}}. Any thread may report a phase.
 */
public final class HealthServer {
  private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

  private final PrometheusMeterRegistry metrics;
  private final Vertx vertx;
  private final RequestDeadlines deadlines;
  private final List<Probe> probes = new CopyOnWriteArrayList<>();
  private volatile Phase phase = Phase.STARTING;
  private volatile @Nullable HttpServer server;

  /**
   * @param requestWithin how long a request may take to come
   */
  public HealthServer(
      Vertx vertx, PrometheusMeterRegistry metrics, List<Probe> probes, Duration requestWithin) {
    this.vertx = vertx;
    this.deadlines = new RequestDeadlines(vertx, requestWithin, IDLE_CONNECTION);
    this.metrics = metrics;
    probes.forEach(this::add);
  }

  /** One more thing that must be well from now on. Any thread. */
  public void add(Probe probe) {
    probes.add(probe);
    Gauge.builder("carryover.ready", () -> probe.complaint().get().isEmpty() ? 1 : 0)
        .description("1 while this part is well, else 0")
        .tag("probe", probe.name())
        .strongReference(true)
        .register(metrics);
  }

  /** The same, not encrypted. */
  public Future<Integer> listen(String host, int port) {
    return listen(host, port, null);
  }

  /**
   * Listens; gives the port, which was chosen by the system if {@code port} is 0.
   *
   * @param certificate shown over TLS; null: not encrypted
   */
  public Future<Integer> listen(String host, int port, @Nullable X509KeyManager certificate) {
    HttpServerOptions options =
        new HttpServerOptions().setIdleTimeout((int) IDLE_CONNECTION.toSeconds());
    if (certificate != null) {
      options.setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(certificate));
    }
    HttpServer listening = deadlines.guard(vertx.createHttpServer(options), this::answer);
    server = listening;
    return listening.listen(port, host).map(HttpServer::actualPort);
  }

  /** Tells where the service is in its life. */
  public void report(Phase now) {
    phase = now;
  }

  /** Stops listening. */
  public Future<Void> close() {
    HttpServer listening = server;
    if (listening == null) {
      return Future.succeededFuture();
    }
    deadlines.end();
    return listening.close();
  }

  private void answer(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      request.response().setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
      return;
    }
    switch (request.path()) {
      case "/health/started" ->
          health(request, phase == Phase.STARTING ? reason("start", "still starting") : allWell());
      case "/health/ready" -> health(request, readiness());
      case "/health/live" -> health(request, allWell());
      case "/metrics" -> metrics(request);
      default -> request.response().setStatusCode(404).end();
    }
  }

  private JsonArray readiness() {
    JsonArray reasons = new JsonArray();
    if (phase != Phase.RUNNING) {
      reasons.add(complaint("start", phase.words));
    }
    for (Probe probe : probes) {
      Optional<String> complaint = probe.complaint().get();
      complaint.ifPresent(words -> reasons.add(complaint(probe.name(), words)));
    }
    return reasons;
  }

  private static JsonArray allWell() {
    return new JsonArray();
  }

  private static JsonArray reason(String probe, String words) {
    return new JsonArray().add(complaint(probe, words));
  }

  private static JsonObject complaint(String probe, String words) {
    return new JsonObject().put("probe", probe).put("reason", words);
  }

  private static void health(HttpServerRequest request, JsonArray reasons) {
    request
        .response()
        .setStatusCode(reasons.isEmpty() ? 200 : 503)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(
            new JsonObject()
                .put("status", reasons.isEmpty() ? "up" : "down")
                .put("reasons", reasons)
                .encode());
  }

  /** Gauges may read from stores, so the text is made away from the event loop. */
  private void metrics(HttpServerRequest request) {
    Callable<String> scrape = metrics::scrape;
    vertx
        .executeBlocking(scrape)
        .onSuccess(
            text ->
                request
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text))
        .onFailure(failure -> request.response().setStatusCode(500).end());
  }

  /** Where the service is in its life. */
  public enum Phase {
    STARTING("still starting"),
    /** It could run, and waits for another service to end. */
    STANDING_BY("another service is at work"),
    RUNNING("running"),
    STOPPING("stopping");

    private final String words;

    Phase(String words) {
      this.words = words;
    }
  }
}
