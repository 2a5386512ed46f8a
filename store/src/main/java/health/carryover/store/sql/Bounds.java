package health.carryover.store.sql;

import java.time.Instant;

/** Bounds of time as stored. */
final class Bounds {
  private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private Bounds() {}

  /**
   * Epoch milliseconds of {@code bound}; the first or last there is where it lies beyond them, so
   * that {@link Instant#MIN} and {@link Instant#MAX} mean no bound.
   */
  static long millis(Instant bound) {
    if (bound.isBefore(EARLIEST)) {
      return Long.MIN_VALUE;
    }
    return bound.isAfter(LATEST) ? Long.MAX_VALUE : bound.toEpochMilli();
  }
}
