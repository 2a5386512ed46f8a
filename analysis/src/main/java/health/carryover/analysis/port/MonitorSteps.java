package health.carryover.analysis.port;

import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.util.List;

/**
 * What monitors said because time passed. No journal entry brings it back: were it stored without
 * the state that knows it was said, a monitor restored after a crash would give its numbers to
 * other outcomes, and those would be taken for copies.
 *
 * <p>Any thread; may throw {@link StoreUnavailableException}.
 */
@FunctionalInterface
public interface MonitorSteps {

  /**
   * Stores outcomes as {@link OutcomeRecords#save} does and snapshots as {@link
   * MonitorSnapshots#save} does, the checkpoint left where it is, in one durable transaction.
   *
   * @return the alert changes that were new, each with its place in the stream
   */
  List<StoredAlertChange> save(List<NumberedOutcome> outcomes, List<MonitorSnapshot> snapshots);
}
