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
    int snapshotMessages,
    RetryPace retry) {

  public ShardSettings {
    if (shards < 1
        || queued < 1
        || group < 1
        || heldBackGroup < 1
        || heldMonitors < 1
        || snapshotMessages < 1) {
      throw new IllegalArgumentException("shard settings must be positive");
    }
  }

  /** As many shards as {@code cores}, 20,000 waiting messages and 5,000 monitors each. */
  public static ShardSettings ofCores(int cores) {
    return new ShardSettings(
        cores, 20_000, 256, 16, 5_000, Duration.ofSeconds(15), 2_000, RetryPace.STANDARD);
  }
}
