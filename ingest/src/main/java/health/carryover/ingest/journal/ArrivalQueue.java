package health.carryover.ingest.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be journalled, bounded in messages and in bytes. A full queue takes nothing: the
 * sender keeps the message, and for MQTT that means the broker does. What is held back goes after
 * the rest, which never takes more than half of a group while it waits. Any thread.
 */
final class ArrivalQueue {
  private final int mostMessages;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private final Condition left = lock.newCondition();
  private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
  private final ArrayDeque<Arrival> heldBack = new ArrayDeque<>();
  private long bytes;
  private int inHand;
  private boolean closed;

  ArrivalQueue(int mostMessages, long mostBytes) {
    this.mostMessages = mostMessages;
    this.mostBytes = mostBytes;
  }

  /** Waits for room, at most {@code patience}; false if there was none or the queue is closed. */
  boolean offer(Arrival arrival, Duration patience) throws InterruptedException {
    int size = arrival.payload().length;
    lock.lockInterruptibly();
    try {
      long nanos = patience.toNanos();
      while (!closed && !hasRoomFor(size)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = left.awaitNanos(nanos);
      }
      if (closed) {
        return false;
      }
      add(arrival);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a message if there is room for it now. */
  boolean offerNow(Arrival arrival) {
    lock.lock();
    try {
      if (closed || !hasRoomFor(arrival.payload().length)) {
        return false;
      }
      add(arrival);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void add(Arrival arrival) {
    laneOf(arrival).addLast(arrival);
    bytes += arrival.payload().length;
    came.signal();
  }

  private ArrayDeque<Arrival> laneOf(Arrival arrival) {
    return arrival.heldBack() ? heldBack : waiting;
  }

  private int waitingInAll() {
    return waiting.size() + heldBack.size();
  }

  /** Takes all that wait, for {@link #putBack}. */
  List<Arrival> takeAll() {
    lock.lock();
    try {
      List<Arrival> all = new ArrayList<>(waiting);
      all.addAll(heldBack);
      waiting.clear();
      heldBack.clear();
      bytes = 0;
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Puts some of those taken before what came since, in their order. */
  void putBack(List<Arrival> arrivals) {
    lock.lock();
    try {
      for (int i = arrivals.size() - 1; i >= 0; i--) {
        laneOf(arrivals.get(i)).addFirst(arrivals.get(i));
        bytes += arrivals.get(i).payload().length;
      }
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A message larger than the whole queue is let in when it is alone. */
  private boolean hasRoomFor(int size) {
    return waitingInAll() == 0 || (waitingInAll() < mostMessages && bytes + size <= mostBytes);
  }

  /** Waits for the first, then takes what is there; empty if nothing came or all is over. */
  List<Arrival> take(int atMost, int atMostHeldBack, long atMostBytes, Duration patience)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = patience.toNanos();
      while (waitingInAll() == 0 && !closed && nanos > 0) {
        nanos = came.awaitNanos(nanos);
      }
      List<Arrival> group = new ArrayList<>();
      boolean others = !heldBack.isEmpty();
      long taken =
          move(
              waiting,
              group,
              others ? (atMost + 1) / 2 : atMost,
              others ? (atMostBytes + 1) / 2 : atMostBytes);
      int most = Math.min(atMost, group.size() + atMostHeldBack);
      taken += move(heldBack, group, most, atMostBytes - taken);
      bytes -= taken;
      inHand += group.size();
      left.signalAll();
      return group;
    } finally {
      lock.unlock();
    }
  }

  private static long move(
      ArrayDeque<Arrival> from, List<Arrival> group, int atMost, long atMostBytes) {
    long taken = 0;
    while (!from.isEmpty() && group.size() < atMost && taken < atMostBytes) {
      Arrival arrival = from.removeFirst();
      taken += arrival.payload().length;
      group.add(arrival);
    }
    return taken;
  }

  /** Takes nothing more; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      came.signalAll();
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean finished() {
    lock.lock();
    try {
      return closed && waitingInAll() == 0;
    } finally {
      lock.unlock();
    }
  }

  /** So many of those taken are dealt with. */
  void done(int messages) {
    lock.lock();
    try {
      inHand -= messages;
    } finally {
      lock.unlock();
    }
  }

  /** Messages that wait or are being dealt with. */
  int size() {
    lock.lock();
    try {
      return waitingInAll() + inHand;
    } finally {
      lock.unlock();
    }
  }
}
