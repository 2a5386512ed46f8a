package health.carryover.ingest.retry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The moment from which nobody waits for a store any more, because the process has to end. Any
 * thread.
 */
public final class GiveUp {
  private final CountDownLatch given = new CountDownLatch(1);

  /** From now on attempts end at their next failure. */
  public void now() {
    given.countDown();
  }

  /** Whether it has come. */
  public boolean given() {
    return given.getCount() == 0;
  }

  /**
   * Waits, but not beyond giving up.
   *
   * @return whether another attempt is wanted
   */
  public boolean pause(Duration duration) throws InterruptedException {
    return !given.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
