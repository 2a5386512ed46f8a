package health.carryover.ingest.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The host's clock to the millisecond, standing still where that steps back. Confined to one
 * thread.
 */
final class MonotoneClock {
  private final InstantSource source;
  private Instant last;

  /**
   * @param floor nothing earlier is ever given
   */
  MonotoneClock(InstantSource source, Instant floor) {
    this.source = source;
    this.last = floor.truncatedTo(ChronoUnit.MILLIS);
  }

  Instant now() {
    Instant now = source.instant().truncatedTo(ChronoUnit.MILLIS);
    last = now.isAfter(last) ? now : last;
    return last;
  }
}
