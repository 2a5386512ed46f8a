package health.carryover.ingest.shard;

import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.MonitorSteps;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.analysis.port.Telemetry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores snapshots, each after the heart rate that it contains, and moves the checkpoint: the
 * highest sequence such that every journal entry up to it is in its patient's stored snapshot, or
 * belongs to nobody. Any thread, one at a time.
 */
final class SnapshotStore {
  private final MonitorSnapshots snapshots;
  private final MonitorSteps steps;
  private final Telemetry telemetry;
  private final List<ShardInbox> inboxes;
  private volatile long handedThrough;

  SnapshotStore(ShardStores stores, List<ShardInbox> inboxes) {
    this.snapshots = stores.snapshots();
    this.steps = stores.steps();
    this.telemetry = stores.telemetry();
    this.inboxes = List.copyOf(inboxes);
  }

  /** Every entry up to {@code sequence} that belongs to a patient is in an inbox or was. */
  void handedThrough(long sequence) {
    handedThrough = Math.max(handedThrough, sequence);
  }

  /**
   * Stores snapshots of patients of one shard, on that shard's thread, while it uses no message.
   */
  synchronized void save(ShardInbox own, List<MonitorSnapshot> states) {
    Set<String> patients = withHeartRate(states);
    // Read first: what is handed over afterwards is open in its inbox and only lowers the floor.
    long checkpoint = handedThrough;
    for (ShardInbox inbox : inboxes) {
      checkpoint = Math.min(checkpoint, inbox.floor(inbox == own ? patients : Set.of()));
    }
    snapshots.save(states, Math.max(0, checkpoint));
    own.contained(patients);
  }

  /**
   * Stores what monitors of one shard said because time passed, together with the monitors that now
   * know it, on that shard's thread, while it uses no message. The checkpoint stays.
   */
  synchronized List<StoredAlertChange> saveStep(
      ShardInbox own, List<NumberedOutcome> outcomes, List<MonitorSnapshot> states) {
    Set<String> patients = withHeartRate(states);
    List<StoredAlertChange> changes = steps.save(outcomes, states);
    own.contained(patients);
    return changes;
  }

  /** Stores the heart rate that these contain, and gives whose they are. */
  private Set<String> withHeartRate(List<MonitorSnapshot> states) {
    Set<String> patients =
        states.stream().map(MonitorSnapshot::patient).collect(Collectors.toUnmodifiableSet());
    telemetry.storeGathered(patients);
    return patients;
  }

  /** Runs {@code change} while nothing is being stored. */
  synchronized void between(Runnable change) {
    change.run();
  }

  /** Moves the checkpoint alone. */
  synchronized void saveCheckpoint() {
    long checkpoint = handedThrough;
    for (ShardInbox inbox : inboxes) {
      checkpoint = Math.min(checkpoint, inbox.floor(Set.of()));
    }
    snapshots.save(List.of(), Math.max(0, checkpoint));
  }
}
