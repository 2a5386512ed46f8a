package health.carryover.deploy.broker;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Whether somebody sends as a live session does: no more than a connection's share, over a
 * connection that lasts. Who has just connected may be about to upload, and who was silent may be
 * too: its first messages count only until it sends more than its share. Any thread; times are of a
 * clock that never goes back, in nanoseconds.
 */
final class LiveSenders {
  /** Of one that connected less long ago it is not known yet. */
  private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A batch of a minute may come from whoever was heard last so long ago. */
  private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(90);

  /** Those who may be live, the one heard longest ago first. */
  private final Set<Sender> live = new LinkedHashSet<>();

  /** One connection, of this object alone. */
  static final class Sender {
    private final long connectedAtNanos;
    private long heardAtNanos;

    /** Whether it is among the live: asked for every message of an upload, without the lock. */
    private volatile boolean counts;

    private Sender(long connectedAtNanos) {
      this.connectedAtNanos = connectedAtNanos;
    }
  }

  /** Somebody connects. */
  Sender connected(long nowNanos) {
    return new Sender(nowNanos);
  }

  /** A message came from one who did not send more than its share of late. */
  void heard(Sender sender, long nowNanos) {
    if (nowNanos - sender.connectedAtNanos < LASTING_NANOS) {
      return;
    }
    synchronized (live) {
      live.remove(sender);
      sender.heardAtNanos = nowNanos;
      sender.counts = true;
      live.add(sender);
    }
  }

  /** A message came from one who sent more than its share of late. */
  void uploads(Sender sender) {
    if (sender.counts) {
      synchronized (live) {
        sender.counts = false;
        live.remove(sender);
      }
    }
  }

  /** Whether anybody may be live; somebody who has gone may come back. */
  boolean any(long nowNanos) {
    synchronized (live) {
      Iterator<Sender> longestAgo = live.iterator();
      while (longestAgo.hasNext()) {
        Sender sender = longestAgo.next();
        if (nowNanos - sender.heardAtNanos < REMEMBERED_NANOS) {
          return true;
        }
        sender.counts = false;
        longestAgo.remove();
      }
      return false;
    }
  }
}
