package health.carryover.ingest.journal;

import health.carryover.ingest.retry.RetryPace;
import java.time.Duration;

/**
 * How messages are made durable.
 *
 * @param queuedMessages most messages that wait; more are not taken
 * @param queuedBytes most payload bytes that wait
 * @param groupMessages most messages of one commit
 * @param groupHeldBack most of them that were held back: what is live waits for the commit under
 *     way
 * @param groupBytes payload bytes from which on a commit takes nothing more
 * @param tick how often time reaches the monitors
 * @param enrolmentsKept how long a clinic's enrolments are used before they are read again
 * @param retry pace of attempts while the journal is away
 */
public record WriterSettings(
    int queuedMessages,
    long queuedBytes,
    int groupMessages,
    int groupHeldBack,
    long groupBytes,
    Duration tick,
    Duration enrolmentsKept,
    RetryPace retry) {

  /** 20,000 messages or 64 MiB wait; 2,000 or 8 MiB a commit; a tick a second. */
  public static final WriterSettings DEFAULTS =
      new WriterSettings(
          20_000,
          64L << 20,
          2_000,
          256,
          8L << 20,
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          RetryPace.STANDARD);

  private static final int QUEUE_PART = 8;
  private static final int GROUP_PART = 32;

  public WriterSettings {
    if (queuedMessages < 1
        || queuedBytes < 1
        || groupMessages < 1
        || groupHeldBack < 1
        || groupBytes < 1) {
      throw new IllegalArgumentException("writer settings must be positive");
    }
    if (tick.isZero() || tick.isNegative() || enrolmentsKept.isNegative()) {
      throw new IllegalArgumentException("writer settings must be positive");
    }
  }

  /** The same with no more bytes than fit a process that may use {@code bytes} of memory. */
  public WriterSettings inMemoryOf(long bytes) {
    return new WriterSettings(
        queuedMessages,
        Math.min(queuedBytes, bytes / QUEUE_PART),
        groupMessages,
        groupHeldBack,
        Math.min(groupBytes, bytes / GROUP_PART),
        tick,
        enrolmentsKept,
        retry);
  }
}
