package health.carryover.dashboard.http;

import java.time.Duration;
import java.time.Instant;

/** Lets through so many at once and so many a second after that. Confined to one thread. */
public final class Pace {
  private final int atOnce;
  private final int eachSecond;
  private double left;
  private Instant filledAt;

  /** Full at the beginning. */
  public Pace(int atOnce, int eachSecond, Instant now) {
    this.atOnce = atOnce;
    this.eachSecond = eachSecond;
    this.left = atOnce;
    this.filledAt = now;
  }

  /** Whether one more may pass now. */
  public boolean admits(Instant now) {
    double seconds = Math.max(0, Duration.between(filledAt, now).toMillis() / 1_000.0);
    left = Math.min(atOnce, left + seconds * eachSecond);
    filledAt = now.isAfter(filledAt) ? now : filledAt;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
