package health.carryover.ingest.device;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What became durable and is not counted yet, bounded. When there is no room everything in it is
 * let go, and what follows too, until the consumer has read the journal itself. Begins in that
 * state. Any thread.
 */
final class FactQueue {
  private final int capacity;
  private final Deque<DeviceFact> facts = new ArrayDeque<>();
  private boolean behind = true;
  private boolean closed;
  private long newestEntry;

  FactQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Never waits. */
  synchronized void add(List<DeviceFact> group, long newestEntryOfGroup) {
    newestEntry = Math.max(newestEntry, newestEntryOfGroup);
    if (!behind && facts.size() + group.size() > capacity) {
      facts.clear();
      behind = true;
    }
    if (!behind) {
      facts.addAll(group);
    }
  }

  /** Whether the journal has to be read. */
  synchronized boolean behind() {
    return behind;
  }

  /**
   * The journal was read up to {@code entry}: from here on the queue has everything, unless there
   * is more in the journal already.
   */
  synchronized void caughtUp(long entry) {
    behind = entry < newestEntry;
  }

  synchronized List<DeviceFact> drain() {
    List<DeviceFact> all = new ArrayList<>(facts);
    facts.clear();
    return all;
  }

  synchronized int size() {
    return facts.size();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Waits for so long, or until it is closed.
   *
   * @return whether it is open
   */
  synchronized boolean pause(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return !closed;
  }
}
