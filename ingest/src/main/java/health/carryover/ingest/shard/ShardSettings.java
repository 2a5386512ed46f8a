package health.carryover.ingest.shard;

import health.carryover.ingest.retry.RetryPace;
import java.time.Duration;

/**
 * How the shards work.
 *
 * @param shards how many threads share the patients
 * @param queued most messages that wait in one shard; whoever hands over more waits
 * @param group most live messages used between two writes to the stores
 * @param heldBackGroup most others among them; few, since a live message that arrives waits for
 *     them
 * @param heldMonitors most monitors one shard keeps in memory between messages
 * @param heldBytes most memory they take there, but for those in use
 * @param snapshotAfter how long a changed monitor goes without a stored snapshot
 * @param snapshotEntries after how many later journal entries it is stored all the same: a start
 *     reads about so many again
 * @param snapshotMessages after how many messages it is stored at once
 * @param retry pace of attempts while a store is away
 */
public record ShardSettings(
    int shards,
    int queued,
    int group,
    int heldBackGroup,
    int heldMonitors,
    long heldBytes,
    Duration snapshotAfter,
    int snapshotEntries,
    int snapshotMessages,
    RetryPace retry) {

  /** Monitors may take this part of the memory. */
  private static final int MONITORS_PART = 3;

  public ShardSettings {
    if (shards < 1
        || queued < 1
        || group < 1
        || heldBackGroup < 1
        || heldMonitors < 1
        || heldBytes < 1
        || snapshotEntries < 1
        || snapshotMessages < 1) {
      throw new IllegalArgumentException("shard settings must be positive");
    }
  }

  /** As many shards as {@code cores}, 20,000 waiting messages and 100,000 monitors each. */
  public static ShardSettings ofCores(int cores) {
    return new ShardSettings(
        cores,
        20_000,
        256,
        16,
        100_000,
        Long.MAX_VALUE,
        Duration.ofHours(2),
        50_000,
        2_000,
        RetryPace.STANDARD);
  }

  /** The same with monitors that fit a process that may use {@code bytes} of memory. */
  public ShardSettings inMemoryOf(long bytes) {
    return new ShardSettings(
        shards,
        queued,
        group,
        heldBackGroup,
        heldMonitors,
        Math.min(heldBytes, Math.max(1, bytes / MONITORS_PART / shards)),
        snapshotAfter,
        snapshotEntries,
        snapshotMessages,
        retry);
  }
}
