package health.carryover.ingest.retry;

import java.time.Duration;

/**
 * How long to wait before the next attempt: doubling from {@code first} up to {@code ceiling}.
 *
 * @param first the wait after the first failure, above 0
 * @param ceiling the longest wait, not below {@code first}
 */
public record RetryPace(Duration first, Duration ceiling) {
  private static final int MOST_DOUBLINGS = 30;

  /** From 50 ms to 5 s: a store on the same machine is back soon, or needs a person. */
  public static final RetryPace STANDARD =
      new RetryPace(Duration.ofMillis(50), Duration.ofSeconds(5));

  public RetryPace {
    if (first.isZero() || first.isNegative() || ceiling.compareTo(first) < 0) {
      throw new IllegalArgumentException("retries from " + first + " to " + ceiling);
    }
  }

  /** The wait after {@code failures} failures in a row, at least 1. */
  public Duration after(int failures) {
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    return first.compareTo(ceiling.dividedBy(1L << doublings)) > 0
        ? ceiling
        : first.multipliedBy(1L << doublings);
  }
}
