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
    Duration snapshotAfter,
    int snapshotEntries,
    int snapshotMessages,
    RetryPace retry) {

  /** Of an active patient, measured; see the calculating core in docs/performance.md. */
  private static final long MONITOR_BYTES = 350_000;

  /** Monitors may take this part of the memory. */
  private static final int MONITORS_PART = 2;

  public ShardSettings {
    if (shards < 1
        || queued < 1
        || group < 1
        || heldBackGroup < 1
        || heldMonitors < 1
        || snapshotEntries < 1
        || snapshotMessages < 1) {
      throw new IllegalArgumentException("shard settings must be positive");
    }
  }

  /** As many shards as {@code cores}, 20,000 waiting messages and 5,000 monitors each. */
  public static ShardSettings ofCores(int cores) {
    return new ShardSettings(
        cores, 20_000, 256, 16, 5_000, Duration.ofHours(2), 50_000, 2_000, RetryPace.STANDARD);
  }

  /** The same with no more monitors than fit a process that may use {@code bytes} of memory. */
  public ShardSettings inMemoryOf(long bytes) {
    long fit = Math.max(1, bytes / MONITORS_PART / MONITOR_BYTES / shards);
    return new ShardSettings(
        shards,
        queued,
        group,
        heldBackGroup,
        (int) Math.min(heldMonitors, fit),
        snapshotAfter,
        snapshotEntries,
        snapshotMessages,
        retry);
  }
}
