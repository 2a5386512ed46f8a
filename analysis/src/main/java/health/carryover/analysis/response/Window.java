package health.carryover.analysis.response;

import java.time.Instant;

/**
 * A half-open stretch of time; empty when both ends are equal.
 *
 * @param startInclusive first moment
 * @param endExclusive first moment after it, not before the start
 */
public record Window(Instant startInclusive, Instant endExclusive) {

  /** Checks the order. */
  public Window {
    if (endExclusive.isBefore(startInclusive)) {
      throw new IllegalArgumentException("a window must not end before it starts");
    }
  }

  /** Whether a moment lies in it. */
  public boolean contains(Instant at) {
    return !at.isBefore(startInclusive) && at.isBefore(endExclusive);
  }

  /** Whether nothing lies in it. */
  public boolean isEmpty() {
    return startInclusive.equals(endExclusive);
  }

  /** The part of both; empty at the later start when they do not meet. */
  Window intersect(Window other) {
    Instant start =
        startInclusive.isAfter(other.startInclusive) ? startInclusive : other.startInclusive;
    Instant end = endExclusive.isBefore(other.endExclusive) ? endExclusive : other.endExclusive;
    return new Window(start, end.isBefore(start) ? start : end);
  }
}
