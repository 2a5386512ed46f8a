package health.carryover.deploy.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time, until it is told to hurry: then so many times as fast, on from where it was. */
final class HurryingClock implements InstantSource {
  private Instant from = Instant.now();
  private long fromNanos = System.nanoTime();
  private int times = 1;

  @Override
  public synchronized Instant instant() {
    return from.plus(Duration.ofNanos(System.nanoTime() - fromNanos).multipliedBy(times));
  }

  synchronized void hurry(int asFast) {
    from = instant();
    fromNanos = System.nanoTime();
    times = asFast;
  }
}
