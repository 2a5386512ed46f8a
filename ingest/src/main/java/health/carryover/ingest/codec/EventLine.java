package health.carryover.ingest.codec;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file of events, understood.
 *
 * @param decoded what it means; its source names patient, device and stream as far as they could be
 *     read
 * @param events what happened, each with the line's {@code receivedAt} or, without one, with the
 *     event's own last time; empty if the line cannot be used
 */
public record EventLine(Decoded decoded, List<ReceivedEvent> events) {
  public EventLine {
    events = List.copyOf(events);
  }

  /** The patient it is about; absent only if the line cannot be used. */
  public @Nullable String patient() {
    return decoded.source().patient();
  }

  /** What cannot be used, the line as a whole or elements of it. */
  public List<Rejection> rejections() {
    return decoded.rejections();
  }

  /** What makes a second copy of the line recognisable. */
  public String identity() {
    return decoded.identity().text();
  }
}
