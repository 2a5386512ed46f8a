package health.carryover.deploy.broker;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions: as short as can be, and long enough for a busy machine. */
final class Eventually {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Eventually() {}

  /** Returns when the condition holds; fails with what was waited for when it never does. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long startedAtNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - startedAtNanos > DEADLINE.toNanos()) {
        throw new AssertionError("still waiting after " + DEADLINE + " for: " + what);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
