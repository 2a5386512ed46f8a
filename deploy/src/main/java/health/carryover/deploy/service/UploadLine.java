package health.carryover.deploy.service;

import health.carryover.deploy.broker.EmbeddedBroker;
import health.carryover.deploy.broker.LineLength;
import health.carryover.deploy.broker.UploadRoom;
import health.carryover.deploy.broker.WaitingMessages;
import health.carryover.ingest.IngestService;
import java.time.Duration;

/**
 * How much of what devices upload is let in at a time: while somebody is live no more than keeps
 * the shards busy, otherwise as much as fills the machine. Confined to one thread.
 */
final class UploadLine implements UploadRoom {
  /** What is live waits for those in line, so uploads wait where they would take longer. */
  private static final Duration LONGEST_BEFORE_LIVE = Duration.ofMillis(2);

  private static final Duration LONGEST_IN_LINE = Duration.ofMillis(20);

  private static final int LEAST_IN_LINE = 16;
  private static final int MOST_IN_LINE = 512;

  /** Each is in memory several times, here and at the broker, until it is acknowledged. */
  private static final long MOST_BYTES_IN_LINE =
      Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 32);

  /** Keeps every shard busy; live messages go before these. */
  private static final int MOST_UNUSED_BEFORE_LIVE = 48;

  private static final int MOST_UNUSED = 1_000;

  private final EmbeddedBroker broker;
  private final WaitingMessages forLink;
  private final IngestService ingest;
  private final LineLength line = new LineLength(LEAST_IN_LINE, MOST_IN_LINE);

  /**
   * @param forLink those that go through the broker's queue
   */
  UploadLine(EmbeddedBroker broker, WaitingMessages forLink, IngestService ingest) {
    this.broker = broker;
    this.forLink = forLink;
    this.ingest = ingest;
  }

  @Override
  public int places(boolean live) {
    if (forLink.bytes() > MOST_BYTES_IN_LINE) {
      return 0;
    }
    int inLine =
        line.places(
            forLink.taken() + broker.delivered(),
            System.nanoTime(),
            live ? LONGEST_BEFORE_LIVE : LONGEST_IN_LINE);
    int unused = live ? MOST_UNUSED_BEFORE_LIVE : MOST_UNUSED;
    return Math.min(inLine - forLink.count(), unused - ingest.waiting());
  }
}
