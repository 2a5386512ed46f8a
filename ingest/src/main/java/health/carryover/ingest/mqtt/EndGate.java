package health.carryover.ingest.mqtt;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Holds back the end of a stream. The client library starts its threads one after the other and
 * polls every 100 ms for each to run; one that has run and ended in between is waited for for ever,
 * in a thread that leaks. So the end may be seen only once the first packet was handed over, which
 * happens after the last thread started, and not before 400 ms have passed. Thread-safe.
 */
final class EndGate {

  private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final long madeAtNanos = System.nanoTime();
  private boolean open;

  /** The first packet was written, or the socket was closed from this side. */
  synchronized void open() {
    open = true;
    notifyAll();
  }

  /** Waits until the end may be seen; at most 5 s. */
  synchronized void pass() throws InterruptedIOException {
    try {
      for (long passed = passedNanos();
          passed < HELD_NANOS || (!open && passed < LONGEST_NANOS);
          passed = passedNanos()) {
        long until = passed < HELD_NANOS ? HELD_NANOS : LONGEST_NANOS;
        TimeUnit.NANOSECONDS.timedWait(this, until - passed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted at the end of the stream");
    }
  }

  private long passedNanos() {
    return System.nanoTime() - madeAtNanos;
  }
}
