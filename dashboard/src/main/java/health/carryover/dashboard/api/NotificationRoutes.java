package health.carryover.dashboard.api;

import health.carryover.analysis.port.Notifications;
import health.carryover.analysis.port.Notifications.Entry;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people outside the dashboard were told, and why or why not. */
public final class NotificationRoutes {
  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  private final Notifications notifications;
  private final BlockingCalls blocking;

  public NotificationRoutes(Notifications notifications, BlockingCalls blocking) {
    this.notifications = notifications;
    this.blocking = blocking;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/notifications", this::list);
  }

  private Future<Reply> list(ApiRequest request) {
    int limit = request.limit(USUAL, MOST);
    return blocking.run(
        () ->
            Reply.ok(
                Map.of(
                    "notifications",
                    notifications.newest(limit).stream()
                        .map(NotificationRoutes::document)
                        .toList())));
  }

  private static Map<String, @Nullable Object> document(Entry entry) {
    Notifications.Note note = entry.note();
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("id", entry.place());
    document.put("step", note.step().code());
    document.put("channel", note.channel().code());
    document.put("alert", note.alert());
    document.put("patient", note.patient());
    document.put("severity", note.severity().code());
    document.put("decidedAt", note.decidedAt().toString());
    document.put("reason", note.reason());
    document.put("state", note.state().code());
    document.put("dueAt", text(note.dueAt()));
    document.put("attempts", entry.attempts());
    document.put("doneAt", text(entry.doneAt()));
    document.put("failure", entry.failure());
    return document;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
