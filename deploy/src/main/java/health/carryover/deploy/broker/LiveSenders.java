package health.carryover.deploy.broker;

import java.util.concurrent.TimeUnit;

/**
 * Whether somebody sends as a live session does: no more than a connection's share, over a
 * connection that lasts. Who has just connected may be about to upload. Any thread; times are of a
 * clock that never goes back, in nanoseconds.
 */
final class LiveSenders {
  /** Of one that connected less long ago it is not known yet. */
  private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A batch of a minute may come from whoever was heard last so long ago. */
  private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(90);

  private volatile boolean heard;
  private volatile long heardAtNanos;

  /** A message came over a connection that did not send more than its share of late. */
  void heard(long connectedAtNanos, long nowNanos) {
    if (nowNanos - connectedAtNanos >= LASTING_NANOS) {
      heardAtNanos = nowNanos;
      heard = true;
    }
  }

  boolean any(long nowNanos) {
    return heard && nowNanos - heardAtNanos < REMEMBERED_NANOS;
  }
}
