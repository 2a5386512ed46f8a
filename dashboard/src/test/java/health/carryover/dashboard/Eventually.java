package health.carryover.dashboard;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline that only a broken run meets. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private Eventually() {}

  /** The first value of {@code source} that is {@code right}. */
  public static <T> T get(Supplier<T> source, Predicate<T> right) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      T value = source.get();
      if (right.test(value)) {
        return value;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("still not right after " + DEADLINE + ": " + value);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
