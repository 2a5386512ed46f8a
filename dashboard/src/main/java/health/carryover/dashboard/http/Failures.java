package health.carryover.dashboard.http;

import health.carryover.analysis.port.StoreUnavailableException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes every failure in the one form {@code {code, message, violations}}. */
public final class Failures implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final List<Integer> FROM_THE_ROUTER = List.of(400, 404, 405, 406, 413, 415, 500);

  private Failures() {}

  /** Makes {@code router} answer failures in that form, those of routes that do not exist too. */
  public static void answerAllOf(Router router) {
    Failures failures = new Failures();
    router.route().failureHandler(failures);
    FROM_THE_ROUTER.forEach(status -> router.errorHandler(status, failures));
  }

  @Override
  public void handle(RoutingContext context) {
    ApiFailure failure = translate(context.failure(), context.statusCode());
    if (context.response().headWritten()) {
      context.response().reset();
      return;
    }
    if (failure.status() == 503) {
      context.response().putHeader("Retry-After", "2");
    }
    if (failure.status() == 413) {
      context.response().putHeader("Connection", "close");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", failure.code());
    body.put("message", String.valueOf(failure.getMessage()));
    body.put("violations", failure.violations().stream().map(Failures::tree).toList());
    ApiRouter.send(context, new Reply(failure.status(), body));
  }

  private static Map<String, String> tree(Violation violation) {
    return Map.of("field", violation.field(), "message", violation.message());
  }

  private static ApiFailure translate(@Nullable Throwable cause, int status) {
    if (cause instanceof ApiFailure failure) {
      return failure;
    }
    if (cause instanceof StoreUnavailableException) {
      return new ApiFailure(
          503, "store.unavailable", "The records cannot be reached; try again shortly.", List.of());
    }
    int answered = cause instanceof HttpException http ? http.getStatusCode() : status;
    return switch (answered) {
      case 400 -> new ApiFailure(400, "request.malformed", "The request is malformed.", List.of());
      case 404 -> ApiFailure.notFound("route.unknown", "There is nothing at this address.");
      case 405 ->
          new ApiFailure(405, "method.unknown", "This address has no such method.", List.of());
      case 413 -> new ApiFailure(413, "body.too-large", "The body is too large.", List.of());
      default -> unexpected(cause);
    };
  }

  private static ApiFailure unexpected(@Nullable Throwable cause) {
    // Whoever went away in the middle is nothing to tell of: anybody can, as often as he likes.
    if (cause != null && !(cause instanceof HttpClosedException)) {
      // The message of an unexpected failure may quote health data: its kind and place must do.
      StackTraceElement[] trace = cause.getStackTrace();
      LOG.error(
          "a request failed: {} at {}",
          cause.getClass().getName(),
          trace.length == 0 ? "an unknown place" : trace[0]);
    }
    return new ApiFailure(500, "service.failed", "Something went wrong here.", List.of());
  }
}
