package health.carryover.ingest.codec;

/** Whose clock the times of a message come from. */
public enum Timing {
  /** The sender's. */
  OF_SENDER,
  /** Ours: they were given, or completed, by the receipt. */
  OF_RECEIPT
}
