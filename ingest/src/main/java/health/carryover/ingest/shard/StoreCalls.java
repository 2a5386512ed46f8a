package health.carryover.ingest.shard;

import health.carryover.ingest.retry.GiveUp;
import health.carryover.ingest.retry.RetryPace;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a store until it answers. Nothing is dropped: while a store is away its shard stands still,
 * its inbox fills and whoever hands over waits.
 */
final class StoreCalls {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

  private final RetryPace pace;
  private final GiveUp giveUp;
  private final ShardMetrics metrics;

  StoreCalls(RetryPace pace, GiveUp giveUp, ShardMetrics metrics) {
    this.pace = pace;
    this.giveUp = giveUp;
    this.metrics = metrics;
  }

  boolean givenUp() {
    return giveUp.given();
  }

  void until(Runnable call) {
    until(
        () -> {
          call.run();
          return true;
        });
  }

  /**
   * @throws GivenUp if the process has to end first
   */
  <T> T until(Supplier<T> call) {
    int failures = 0;
    while (true) {
      long begin = System.nanoTime();
      try {
        T result = call.get();
        metrics.storeCalls().record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        return result;
      } catch (RuntimeException e) {
        failures++;
        metrics.retried();
        if (failures == 1) {
          LOG.warn("shard.store-unavailable {}", e.getClass().getName());
        }
        pause(failures);
      }
    }
  }

  private void pause(int failures) {
    try {
      if (!giveUp.pause(pace.after(failures))) {
        throw new GivenUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GivenUp();
    }
  }

  /** Ends a shard's thread. */
  static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GivenUp() {
      super(null, null, false, false);
    }
  }
}
