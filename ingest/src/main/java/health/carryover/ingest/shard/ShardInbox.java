package health.carryover.ingest.shard;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one shard: messages, the newest tick, and patients of an earlier run whose
 * deadlines are not known yet. Bounded; whoever hands over to a full inbox waits. Any thread.
 *
 * <p>Ticks and messages come from one thread with one monotone clock. A patient without waiting
 * messages has therefore used every message received before the newest tick.
 */
final class ShardInbox {
  private static final int EXAMINED_AT_ONCE = 16;

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition workCame = lock.newCondition();
  private final Condition roomCame = lock.newCondition();
  private final FairQueue queue;
  private final OpenEntries open = new OpenEntries();
  private final ArrayDeque<String> unexamined = new ArrayDeque<>();
  private final ArrayDeque<Forgetting> forgettings = new ArrayDeque<>();
  private int inUse;
  private Instant now = Instant.EPOCH;
  private Instant toldNow = Instant.EPOCH;
  private boolean closed;
  private volatile Predicate<String> timeless = patient -> false;

  ShardInbox(ShardSettings settings) {
    this.capacity = settings.queued();
    this.queue = new FairQueue(settings.group(), settings.heldBackGroup());
  }

  /** Patients to be forgotten; completes when it is done. */
  record Forgetting(Predicate<String> patients, CompletableFuture<Void> done) {}

  /**
   * What to do next, beside the messages that {@link #next} gives.
   *
   * @param forgettings to be done before anything else; nothing of these patients comes after it
   * @param now the newest tick; every message received before it waits here or was taken before
   * @param closed nothing comes any more but what {@link #next} gives
   */
  record Work(List<Forgetting> forgettings, Instant now, List<String> unexamined, boolean closed) {}

  /** Waits for room; false if the inbox was closed. */
  boolean put(PatientMessage message) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.size() >= capacity && !closed) {
        roomCame.await();
      }
      if (closed) {
        return false;
      }
      queue.add(message);
      open.opened(message.patient(), message.sequence());
      workCame.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void tick(Instant instant) {
    lock.lock();
    try {
      if (instant.isAfter(now)) {
        now = instant;
        workCame.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** There was more to do at the newest tick than was done. */
  void tickAgain() {
    lock.lock();
    try {
      toldNow = Instant.MIN;
    } finally {
      lock.unlock();
    }
  }

  void examine(String patient) {
    lock.lock();
    try {
      unexamined.addLast(patient);
      workCame.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of what waits of {@code patients} and has the shard forget the rest. */
  CompletableFuture<Void> forget(Predicate<String> patients) {
    lock.lock();
    try {
      Forgetting forgetting = new Forgetting(patients, new CompletableFuture<>());
      forgettings.addLast(forgetting);
      workCame.signal();
      return forgetting.done();
    } finally {
      lock.unlock();
    }
  }

  private List<Forgetting> takeForgettings() {
    List<Forgetting> taken = new ArrayList<>(forgettings);
    forgettings.clear();
    for (Forgetting forgetting : taken) {
      queue.remove(forgetting.patients());
      open.forget(forgetting.patients());
      unexamined.removeIf(forgetting.patients());
    }
    return taken;
  }

  /** Waits for something to do; the next message begins a group. */
  Work take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.size() == 0
          && unexamined.isEmpty()
          && forgettings.isEmpty()
          && !now.isAfter(toldNow)
          && !closed) {
        workCame.await();
      }
      List<Forgetting> forgotten = takeForgettings();
      queue.beginGroup();
      toldNow = now;
      roomCame.signalAll();
      List<String> some = new ArrayList<>();
      while (queue.size() == 0 && !unexamined.isEmpty() && some.size() < EXAMINED_AT_ONCE) {
        some.add(unexamined.removeFirst());
      }
      return new Work(forgotten, now, some, closed);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next message of the group; null where it ends. Does not block. */
  @Nullable PatientMessage next() {
    lock.lock();
    try {
      PatientMessage message = queue.next();
      if (message != null) {
        inUse++;
        roomCame.signal();
      }
      return message;
    } finally {
      lock.unlock();
    }
  }

  void used(int messages) {
    lock.lock();
    try {
      inUse -= messages;
    } finally {
      lock.unlock();
    }
  }

  void stopTimeOf(Predicate<String> patients) {
    timeless = patients;
  }

  /** Whether messages of {@code patient} wait here or are on their way here. */
  boolean isWaiting(String patient) {
    if (timeless.test(patient)) {
      return true;
    }
    lock.lock();
    try {
      return queue.isWaiting(patient);
    } finally {
      lock.unlock();
    }
  }

  /** Below which sequence every entry is in a stored snapshot, {@code stored} left aside. */
  long floor(Set<String> stored) {
    lock.lock();
    try {
      long floor = open.floor(stored);
      for (String patient : stored) {
        PatientMessage next = queue.peek(patient);
        if (next != null) {
          floor = Math.min(floor, next.sequence() - 1);
        }
      }
      return floor;
    } finally {
      lock.unlock();
    }
  }

  /** Snapshots of these patients were stored; they contain all but what waits. */
  void contained(Set<String> patients) {
    lock.lock();
    try {
      for (String patient : patients) {
        PatientMessage next = queue.peek(patient);
        open.contained(patient, next == null ? null : next.sequence());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Messages whose outcomes are not stored yet. */
  int waiting() {
    lock.lock();
    try {
      return queue.size() + inUse;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      unexamined.clear();
      workCame.signalAll();
      roomCame.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
