package health.carryover.ingest.mqtt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages a publisher has not yet brought to the broker: first waiting, then under way, each
 * in the order they came. Bounded: at most {@code capacity} wait, and a full outbox makes producers
 * wait or refuses them, as they choose. Thread-safe; stages are never completed under its lock.
 */
final class Outbox {

  private static final long LOOK_SECONDS = 1;

  /** A message and the promise made for it. */
  record Entry(long number, OutboundMessage message, CompletableFuture<Void> stage) {}

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final Condition empty = lock.newCondition();
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final Map<Long, Entry> underWay = new LinkedHashMap<>();
  private long lastNumber;
  private boolean closed;

  Outbox(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    lock.lock();
    try {
      return waiting.size() + underWay.size();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a message, waiting for room. Null when closed. */
  @Nullable Entry put(OutboundMessage message) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.size() >= capacity && !closed) {
        room.await();
      }
      return closed ? null : add(message);
    } finally {
      lock.unlock();
    }
  }

  /** Adds a message if there is room now. Null when closed or full. */
  @Nullable Entry offer(OutboundMessage message) {
    lock.lock();
    try {
      return closed || waiting.size() >= capacity ? null : add(message);
    } finally {
      lock.unlock();
    }
  }

  private Entry add(OutboundMessage message) {
    Entry entry = new Entry(++lastNumber, message, new CompletableFuture<>());
    waiting.addLast(entry);
    work.signalAll();
    return entry;
  }

  /**
   * The next message to send, which is under way from now on. Waits for one, and for a place in the
   * window. Null when the connection has ended.
   */
  @Nullable Entry next(PahoConnection connection, int window) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() || underWay.size() >= window) {
        if (!connection.standsOnLook()) {
          return null;
        }
        // Woken or not, the conditions are looked at again.
        work.await(LOOK_SECONDS, TimeUnit.SECONDS);
      }
      if (!connection.stands()) {
        return null;
      }
      Entry entry = waiting.removeFirst();
      underWay.put(entry.number(), entry);
      room.signal();
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits in {@link #next}. */
  void wake() {
    lock.lock();
    try {
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a message out. False if it is not under way (any more). */
  boolean remove(Entry entry) {
    lock.lock();
    try {
      if (underWay.remove(entry.number()) == null) {
        return false;
      }
      work.signalAll();
      if (waiting.isEmpty() && underWay.isEmpty()) {
        empty.signalAll();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts everything under way back to the head, in order. This may exceed the capacity, by no more
   * than the window.
   *
   * @return how many
   */
  int putBack() {
    lock.lock();
    try {
      List<Entry> entries = new ArrayList<>(underWay.values());
      underWay.clear();
      for (int i = entries.size() - 1; i >= 0; i--) {
        waiting.addFirst(entries.get(i));
      }
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more messages from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is left, at most so long. */
  void awaitEmpty(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (left > 0 && !(waiting.isEmpty() && underWay.isEmpty())) {
        left = empty.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes out everything there is. */
  List<Entry> drain() {
    lock.lock();
    try {
      List<Entry> all = new ArrayList<>(underWay.values());
      all.addAll(waiting);
      underWay.clear();
      waiting.clear();
      empty.signalAll();
      return all;
    } finally {
      lock.unlock();
    }
  }
}
