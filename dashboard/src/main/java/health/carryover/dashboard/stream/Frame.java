package health.carryover.dashboard.stream;

import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.dashboard.http.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** Server-Sent Events as they go over the wire (WHATWG HTML, section 9.2). */
final class Frame {
  private static final long RETRY_MILLIS = 2000;

  private Frame() {}

  /** The first words of a stream: when to come back after it ends. */
  static Buffer opening() {
    return Buffer.buffer("retry: " + RETRY_MILLIS + "\n\n");
  }

  /** An alert change; its id is where a later stream goes on. */
  static Buffer alert(StoredAlertChange change) {
    return Buffer.buffer("id: " + change.id() + "\nevent: alert\ndata: ")
        .appendBuffer(Json.print(change.document()))
        .appendString("\n\n");
  }

  /** An event without a place in the stream. */
  static Buffer unnumbered(String event, Map<String, ?> document) {
    return Buffer.buffer("event: " + event + "\ndata: ")
        .appendBuffer(Json.print(document))
        .appendString("\n\n");
  }

  /**
   * A sign of life: a comment for whatever is between, and an event because pages cannot see
   * comments.
   */
  static Buffer heartbeat() {
    return Buffer.buffer(": heartbeat\n\nevent: alive\ndata: {}\n\n");
  }
}
