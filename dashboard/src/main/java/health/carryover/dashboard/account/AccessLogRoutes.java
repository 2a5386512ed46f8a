package health.carryover.dashboard.account;

import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.AccessLog.Access;
import health.carryover.analysis.port.AccessLog.Entry;
import health.carryover.analysis.port.AccessLog.Query;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Reply;
import health.carryover.dashboard.http.Texts;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The review of who saw or changed what. */
final class AccessLogRoutes {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final AccessLog log;
  private final BlockingCalls blocking;

  AccessLogRoutes(AccessLog log, BlockingCalls blocking) {
    this.log = log;
    this.blocking = blocking;
  }

  void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/access-log", this::review);
  }

  private Future<Reply> review(ApiRequest request) {
    Query query =
        new Query(
            request.actor().clinic(),
            request.queryId("patient"),
            request.queryId("person"),
            request.query("from", Texts::time, Texts.TIME_RULE),
            request.query("to", Texts::time, Texts.TIME_RULE),
            request.query("before", AccessLogRoutes::place, "must be the place of an entry"));
    int limit = request.limit(USUAL, MOST);
    return blocking.run(
        () -> {
          List<Entry> found = log.newest(query, limit);
          return Reply.ok(
              Map.of("entries", found.stream().map(AccessLogRoutes::document).toList()));
        });
  }

  private static Optional<Long> place(String text) {
    return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static Map<String, @Nullable Object> document(Entry entry) {
    Access access = entry.access();
    Instant at = access.at();
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("id", entry.id());
    document.put("at", at.toString());
    document.put("person", access.actorName());
    document.put("personId", access.actor());
    document.put("signIn", access.session());
    document.put("action", access.action());
    document.put("patient", access.patient());
    document.put("subject", access.subject());
    document.put("outcome", access.outcome().code());
    return document;
  }
}
