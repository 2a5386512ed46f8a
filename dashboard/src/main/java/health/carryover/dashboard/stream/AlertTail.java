package health.carryover.dashboard.stream;

import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/**
 * The newest alert changes, printed once for all screens, without a hole: every change with an id
 * above {@link #floor} and up to {@link #position} is here. Holds at most {@code capacity}; older
 * ones are in the records. Confined to the event loop.
 */
final class AlertTail {
  private final int capacity;
  private final ArrayDeque<Printed> newest = new ArrayDeque<>();
  private long floor;
  private long position;

  /**
   * @param position the id of the newest change at the start, 0 if there is none
   */
  AlertTail(int capacity, long position) {
    this.capacity = capacity;
    this.floor = position;
    this.position = position;
  }

  /** A change ready to be sent. */
  record Printed(long id, Buffer frame) {}

  /** Adds what the records hold after {@link #position}, in their order. */
  void append(List<StoredAlertChange> changes) {
    for (StoredAlertChange change : changes) {
      newest.addLast(new Printed(change.id(), Frame.alert(change)));
      position = change.id();
      if (newest.size() > capacity) {
        floor = newest.removeFirst().id();
      }
    }
  }

  /** The id of the newest change known here. */
  long position() {
    return position;
  }

  /** Whether everything after {@code cursor} that is known is held here. */
  boolean reachesBackTo(long cursor) {
    return cursor >= floor;
  }

  /** The changes after {@code cursor}, oldest first; only if {@link #reachesBackTo} it. */
  Iterator<Printed> after(long cursor) {
    return newest.stream().filter(printed -> printed.id() > cursor).iterator();
  }
}
