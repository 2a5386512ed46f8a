package health.carryover.ingest.device;

import health.carryover.ingest.retry.RetryPace;
import java.time.Duration;

/**
 * How cursors are kept and told.
 *
 * @param queuedFacts how many messages may wait to be counted; beyond that the journal is read
 *     instead
 * @param devicesHeld how many devices are kept in memory, the ones heard last; the others are
 *     loaded when they are heard again
 * @param round how often there is a look at what is to be done
 * @param pace one device that numbers its messages is told at most this often
 * @param slowPace any other device is: it cannot empty its buffer by what it hears
 * @param underWay how many devices are told at once
 * @param saveEvery how often cursors are stored
 * @param retry the waits while the store is away
 */
public record SyncSettings(
    int queuedFacts,
    int devicesHeld,
    Duration round,
    Duration pace,
    Duration slowPace,
    int underWay,
    Duration saveEvery,
    RetryPace retry) {

  /** A device held takes some 500 bytes: a twentieth of the heap. */
  private static final long HEAP_FOR_EACH_HELD = 10_240;

  /** 20 000 messages, 50 000 devices, 50 ms, 1 s or 10 s, 16 under way, stored every 2 s. */
  public static final SyncSettings DEFAULTS =
      new SyncSettings(
          20_000,
          50_000,
          Duration.ofMillis(50),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          16,
          Duration.ofSeconds(2),
          RetryPace.STANDARD);

  public SyncSettings {
    if (queuedFacts < 1 || devicesHeld < 1 || underWay < 1) {
      throw new IllegalArgumentException("queue, devices and window are at least 1");
    }
  }

  /** The same with as many devices as fit a process that may use {@code bytes} of memory. */
  public SyncSettings inMemoryOf(long bytes) {
    int held = (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / HEAP_FOR_EACH_HELD));
    return new SyncSettings(queuedFacts, held, round, pace, slowPace, underWay, saveEvery, retry);
  }
}
