package health.carryover.dashboard.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections of an HTTP server that keep it waiting: from its beginning to the end of a
 * request's header, and of its body, may take only so long, however the bytes trickle in. Idle
 * timeouts see to connections on which nothing moves; this is for those who send a byte now and
 * then. An answer may take as long as it likes. New connections are closed while very many are
 * open. Thread-safe.
 */
public final class RequestDeadlines {
  private static final int MOST_CONNECTIONS = 2_000;
  private static final int LOOKS_IN_A_DEADLINE = 4;

  private final Vertx vertx;
  private final long withinNanos;
  private final long idleNanos;
  private final Map<HttpConnection, Progress> open = new ConcurrentHashMap<>();
  private volatile long timer;

  /**
   * @param within how long a request's header and its body may each take to come; positive
   * @param idle how long a connection may stay without a new request
   */
  public RequestDeadlines(Vertx vertx, Duration within, Duration idle) {
    this.vertx = vertx;
    this.withinNanos = within.toNanos();
    this.idleNanos = idle.toNanos();
  }

  /** Sees to a server that does not listen yet, whose requests go to {@code handler}. */
  public HttpServer guard(HttpServer server, Handler<HttpServerRequest> handler) {
    timer =
        vertx.setPeriodic(
            Math.max(1, TimeUnit.NANOSECONDS.toMillis(withinNanos) / LOOKS_IN_A_DEADLINE),
            tick -> look(System.nanoTime()));
    return server
        .connectionHandler(this::opened)
        .requestHandler(
            request -> {
              Progress progress = open.get(request.connection());
              if (progress != null) {
                progress.begun(request);
              }
              handler.handle(request);
            });
  }

  /** Looks no more; called when the server is closed. */
  public void end() {
    vertx.cancelTimer(timer);
  }

  private void opened(HttpConnection connection) {
    if (open.size() >= MOST_CONNECTIONS) {
      connection.close();
      return;
    }
    open.put(connection, new Progress());
    connection.closeHandler(gone -> open.remove(connection));
  }

  private void look(long nowNanos) {
    open.forEach(
        (connection, progress) -> {
          if (progress.isTooLong(nowNanos)) {
            connection.close();
          }
        });
  }

  /** Where one connection is. Guarded by itself. */
  private final class Progress {
    private @Nullable HttpServerRequest request;
    private long sinceNanos = System.nanoTime();
    private boolean answered;

    synchronized void begun(HttpServerRequest next) {
      request = next;
      answered = false;
      sinceNanos = System.nanoTime();
    }

    synchronized boolean isTooLong(long nowNanos) {
      HttpServerRequest last = request;
      if (last == null || !last.isEnded()) {
        return nowNanos - sinceNanos > withinNanos;
      }
      if (!last.response().ended()) {
        return false;
      }
      if (!answered) {
        answered = true;
        sinceNanos = nowNanos;
      }
      return nowNanos - sinceNanos > idleNanos;
    }
  }
}
