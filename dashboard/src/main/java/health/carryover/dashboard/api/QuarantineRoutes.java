package health.carryover.dashboard.api;

import health.carryover.analysis.port.Quarantine;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What arrived and could not be used. */
public final class QuarantineRoutes {
  private static final int LISTED = 100;
  private static final int MOST_LISTED = 1000;

  private final Quarantine quarantine;
  private final BlockingCalls blocking;

  public QuarantineRoutes(Quarantine quarantine, BlockingCalls blocking) {
    this.quarantine = quarantine;
    this.blocking = blocking;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/quarantine", this::list);
  }

  private Future<Reply> list(ApiRequest request) {
    int limit = request.limit(LISTED, MOST_LISTED);
    return blocking.run(
        () -> {
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("counts", new TreeMap<>(quarantine.countsByCode()));
          body.put(
              "items", quarantine.newest(limit).stream().map(QuarantineRoutes::document).toList());
          return Reply.ok(body);
        });
  }

  private static Map<String, Object> document(Quarantine.Item item) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("sequence", item.sequence());
    document.put("receivedAt", item.receivedAt().toString());
    document.put("channel", item.channel());
    document.put("code", item.code());
    document.put("element", item.element());
    document.put("reason", item.reason());
    return document;
  }
}
