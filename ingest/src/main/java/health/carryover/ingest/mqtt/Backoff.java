package health.carryover.ingest.mqtt;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect: doubling from {@code first} up to {@code
 * ceiling}, of which a random half is taken off so that many clients do not return at once.
 *
 * @param first the undiminished wait after the first failure, positive
 * @param ceiling the longest wait, at least {@code first}
 */
public record Backoff(Duration first, Duration ceiling) {

  private static final int MOST_DOUBLINGS = 30;

  public Backoff {
    if (first.isZero() || first.isNegative() || ceiling.compareTo(first) < 0) {
      throw new IllegalArgumentException("back-off from " + first + " to " + ceiling);
    }
  }

  /** From 200 ms to 30 s. */
  public static Backoff standard() {
    return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
  }

  /**
   * The wait after a number of failures in a row.
   *
   * @param failures at least 1
   * @return from half of the doubled wait (inclusive) up to all of it (exclusive)
   */
  Duration after(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    long ceilingNanos = ceiling.toNanos();
    long firstNanos = first.toNanos();
    long full = firstNanos > (ceilingNanos >> doublings) ? ceilingNanos : firstNanos << doublings;
    return Duration.ofNanos(full / 2 + random.nextLong(Math.max(1, full / 2)));
  }
}
