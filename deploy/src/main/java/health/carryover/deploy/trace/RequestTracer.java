package health.carryover.deploy.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One span for each traced request to this service, named for its method and route. What others say
 * of traces in their headers is not taken over, and what this service asks of others is not traced.
 * Any thread.
 */
final class RequestTracer implements VertxTracer<@Nullable Span, Object> {
  private static final int FIRST_FAILURE = 500;

  private final Tracer tracer;
  private final int oneIn;
  private final Routes routes = new Routes();
  private final AtomicLong requests = new AtomicLong();

  RequestTracer(Tracer tracer, int oneIn) {
    this.tracer = tracer;
    this.oneIn = oneIn;
  }

  @Override
  public <R> @Nullable Span receiveRequest(
      Context context,
      io.vertx.core.spi.tracing.SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      Iterable<Map.Entry<String, String>> headers,
      TagExtractor<R> tags) {
    if (!(request instanceof HttpServerRequest asked) || requests.getAndIncrement() % oneIn != 0) {
      return null;
    }
    String method = Routes.method(asked.method().name());
    String route = routes.of(asked.path());
    return tracer
        .spanBuilder(method + " " + route)
        .setNoParent()
        .setSpanKind(SpanKind.SERVER)
        .setAttribute("http.request.method", method)
        .setAttribute("http.route", route)
        .startSpan();
  }

  @Override
  public <R> void sendResponse(
      Context context,
      @Nullable R response,
      @Nullable Span span,
      @Nullable Throwable failure,
      TagExtractor<R> tags) {
    if (span == null) {
      return;
    }
    if (response instanceof HttpServerResponse answered) {
      span.setAttribute("http.response.status_code", answered.getStatusCode());
      if (answered.getStatusCode() >= FIRST_FAILURE) {
        span.setStatus(StatusCode.ERROR);
      }
    }
    if (failure != null) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
