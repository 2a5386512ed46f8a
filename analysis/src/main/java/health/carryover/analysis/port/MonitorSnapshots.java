package health.carryover.analysis.port;

import java.util.List;
import java.util.Optional;

/**
 * The state of each patient's monitor as it was after some journal entry. Together with the journal
 * after it, it restores the monitor exactly.
 *
 * <p>The bytes are opaque to the store. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface MonitorSnapshots {

  /**
   * Stores snapshots, replacing older ones of the same patients, and moves the checkpoint, in one
   * durable transaction. A snapshot of a lower sequence than the one held is ignored.
   *
   * @param checkpoint every journal entry up to and including this sequence is contained in the
   *     snapshots of its patient; never moves backwards
   */
  void save(List<MonitorSnapshot> snapshots, long checkpoint);

  /** The snapshot of one patient, or empty. */
  Optional<MonitorSnapshot> load(String patient);

  /** Ids of all patients with a snapshot, in no particular order. */
  List<String> patients();

  /** Up to which journal sequence the snapshots contain everything; 0 at first. */
  long checkpoint();

  /**
   * One patient's monitor after {@code sequence}.
   *
   * @param sequence of the last journal entry of this patient that it contains
   */
  record MonitorSnapshot(String patient, long sequence, byte[] state) {}
}
