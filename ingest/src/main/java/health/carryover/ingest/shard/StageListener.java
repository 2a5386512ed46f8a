package health.carryover.ingest.shard;

import java.time.Instant;
import java.util.List;

/**
 * Hears how long messages took in the shards. Called on the shards' threads, of which there are
 * several, after the outcomes of the same messages were told; must return at once and throw
 * nothing.
 */
public interface StageListener {
  /**
   * A group was used.
   *
   * @param takenAt when the monitors were given the first of them; others may have come later
   * @param decidedAt when the monitors had said what they have to say
   * @param storedAt when all of it was stored
   */
  void used(List<PatientMessage> messages, Instant takenAt, Instant decidedAt, Instant storedAt);
}
