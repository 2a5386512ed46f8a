package health.carryover.dashboard.stream;

import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.dashboard.access.PatientClinics;
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
  record Printed(long id, String patient, String clinic, Buffer frame) {}

  /** A change and the clinic of its patient. */
  record Placed(StoredAlertChange change, String clinic) {}

  /** {@code changes} with the clinics of their patients; may block. */
  static List<Placed> placed(List<StoredAlertChange> changes, PatientClinics clinics) {
    return changes.stream()
        .map(change -> new Placed(change, clinics.of(change.patient())))
        .toList();
  }

  /** Adds what the records hold after {@link #position}, in their order. */
  void append(List<Placed> changes) {
    for (Placed placed : changes) {
      StoredAlertChange change = placed.change();
      newest.addLast(
          new Printed(change.id(), change.patient(), placed.clinic(), Frame.alert(change)));
      position = change.id();
      if (newest.size() > capacity) {
        floor = newest.removeFirst().id();
      }
    }
  }

  /** Lets go of a patient of whom the records have nothing any more. */
  void forget(String patient) {
    newest.removeIf(printed -> printed.patient().equals(patient));
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
