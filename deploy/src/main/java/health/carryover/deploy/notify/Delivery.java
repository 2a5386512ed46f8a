package health.carryover.deploy.notify;

import health.carryover.analysis.port.Notifications.Entry;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.util.List;
import java.util.Optional;

/**
 * Takes notifications where people are. Called by one thread, and may keep it for half a minute.
 */
interface Delivery {

  /** What became of an attempt. */
  sealed interface Result {}

  /** Somebody has it. */
  record Delivered() implements Result {}

  /**
   * @param why a word for people who run the service; nothing of the content
   */
  record TryAgain(String why) implements Result {}

  /**
   * It will never be taken.
   *
   * @param why as above
   */
  record Refused(String why) implements Result {}

  /** How many entries one attempt tells of. */
  int together();

  /** Tells of {@code entries}, all or none. */
  Result tell(List<Entry> entries) throws InterruptedException;

  /** The alert change that {@code entry} is about; empty if it is gone. */
  static Optional<StoredAlertChange> changeOf(Entry entry, OutcomeRecords records) {
    long id = entry.note().change();
    return records.alertChangesAfter(id - 1, 1).stream()
        .filter(found -> found.id() == id)
        .findFirst();
  }
}
