package health.carryover.ingest.journal;

import health.carryover.analysis.port.Journal.Appended;
import health.carryover.ingest.codec.Decoded;
import java.time.Instant;

/**
 * What became of one message.
 *
 * @param channel on which it came
 * @param receivedAt when
 * @param decoded what it means
 * @param result its place in the journal
 */
public record Delivery(String channel, Instant receivedAt, Decoded decoded, Appended result) {

  /** What is said of it in counts: every message has exactly one of these fates. */
  public Fate fate() {
    if (result instanceof Appended.Duplicate) {
      return Fate.DUPLICATE;
    }
    if (result instanceof Appended.Conflict || !decoded.usable()) {
      return Fate.QUARANTINED;
    }
    return Fate.ACCEPTED;
  }

  /** The fates of a message. */
  public enum Fate {
    /** Stored, and used as far as it can be. */
    ACCEPTED,
    /** Held already. */
    DUPLICATE,
    /** Stored, but nothing of it is used. */
    QUARANTINED
  }
}
