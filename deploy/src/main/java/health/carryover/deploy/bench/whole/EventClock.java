package health.carryover.deploy.bench.whole;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of the newest reading that was sent. A service with this clock lives as fast as its
 * patients are heard: what reaches it is live, however many messages a second there are. Any
 * thread.
 */
final class EventClock implements InstantSource {
  private final AtomicLong millis;

  EventClock(Instant begin) {
    this.millis = new AtomicLong(begin.toEpochMilli());
  }

  /** It is {@code atMillis} now, unless it is later already. */
  void reach(long atMillis) {
    if (atMillis > millis.get()) {
      millis.accumulateAndGet(atMillis, Math::max);
    }
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }
}
