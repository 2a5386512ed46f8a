package health.carryover.ingest.mqtt;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the client library from seeing anything of a connection before it can bear it. The library
 * starts its threads one after the other and polls every 100 ms for each to run; one that has run
 * and ended in between is waited for for ever, in a thread that leaks. So nothing may be read
 * before the first packet was handed over, which happens after the last thread started; and the end
 * is not seen before 400 ms have passed. Thread-safe.
 */
final class EndGate {

  private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final long madeAtNanos = System.nanoTime();
  private volatile boolean open;

  /** The first packet was handed over. */
  synchronized void open() {
    open = true;
    notifyAll();
  }

  /** Waits until something may be read; at most 5 s. */
  void passData() throws InterruptedIOException {
    if (!open) {
      pass(0);
    }
  }

  /** Waits until the end may be seen; at most 5 s. */
  void passEnd() throws InterruptedIOException {
    pass(HELD_NANOS);
  }

  private synchronized void pass(long heldNanos) throws InterruptedIOException {
    try {
      for (long passed = passedNanos();
          passed < heldNanos || (!open && passed < LONGEST_NANOS);
          passed = passedNanos()) {
        long until = open ? heldNanos : LONGEST_NANOS;
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
