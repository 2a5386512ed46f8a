package health.carryover.dashboard.access;

import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.Pace;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * So many requests at once and so many a second for each who asks; more is answered with 429. Of
 * the {@value #MOST_REMEMBERED} who asked last it is remembered. Confined to the event loop.
 */
final class RequestPaces {
  private static final int MOST_REMEMBERED = 10_000;

  private final int atOnce;
  private final int eachSecond;
  private final Map<String, Pace> paces = new LinkedHashMap<>(16, 0.75f, true);

  RequestPaces(int atOnce, int eachSecond) {
    this.atOnce = atOnce;
    this.eachSecond = eachSecond;
  }

  /**
   * Counts a request of {@code who}.
   *
   * @throws ApiFailure 429 if there were too many
   */
  void count(RoutingContext context, String who, Instant now) {
    Pace pace = paces.computeIfAbsent(who, fresh -> new Pace(atOnce, eachSecond, now));
    if (paces.size() > MOST_REMEMBERED) {
      paces.remove(paces.keySet().iterator().next());
    }
    if (!pace.admits(now)) {
      context.response().putHeader("Retry-After", "1");
      throw new ApiFailure(429, "requests.too-many", "Too many requests; slow down.", List.of());
    }
  }
}
