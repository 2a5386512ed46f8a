package health.carryover.deploy.broker;

import java.time.Duration;

/**
 * How many messages may stand in a line so that none of them stands there long: the rate at which
 * they leave it times the waiting that is allowed (Little, 1961: L = λW). Confined to one thread.
 */
public final class LineLength {
  /** What happened so long ago counts little. */
  private static final double MEMORY_NANOS = 1e9;

  private static final double NANOS_PER_SECOND = 1e9;

  private final int least;
  private final int most;
  private double perSecond;
  private long countBefore;
  private long nanosBefore;
  private boolean begun;

  /**
   * @param least places there are in any case: with fewer the reader would wait
   * @param most places there are at most
   */
  public LineLength(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /**
   * Places now.
   *
   * @param left how many messages have left the line since the beginning
   * @param nanos a clock that never goes back
   * @param waiting how long a message may stand in the line
   */
  public int places(long left, long nanos, Duration waiting) {
    if (begun && nanos > nanosBefore) {
      double passed = nanos - nanosBefore;
      // A count that begins anew says nothing.
      double now = Math.max(0, left - countBefore) / passed * NANOS_PER_SECOND;
      perSecond += (now - perSecond) * -Math.expm1(-passed / MEMORY_NANOS);
    }
    begun = true;
    countBefore = left;
    nanosBefore = nanos;
    double length = perSecond * (waiting.toNanos() / NANOS_PER_SECOND);
    return (int) Math.max(least, Math.min(most, Math.round(length)));
  }
}
