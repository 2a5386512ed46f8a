package health.carryover.ingest.shard;

import java.time.Instant;

/** Where messages go that are in the journal. Called by one thread, with instants in order. */
public interface DurableMessages {
  /**
   * A message that is in the journal; may wait for room.
   *
   * @return false if nothing is taken any more
   */
  boolean offer(PatientMessage message) throws InterruptedException;

  /** Every usable entry up to {@code sequence} was offered. */
  void handedThrough(long sequence);

  /** Time has passed; nothing that was received before {@code now} will be offered any more. */
  void tick(Instant now);
}
