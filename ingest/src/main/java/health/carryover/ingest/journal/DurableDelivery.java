package health.carryover.ingest.journal;

import health.carryover.analysis.port.Journal.Appended;
import health.carryover.ingest.journal.DurableGroup.Understood;
import health.carryover.ingest.shard.DurableMessages;
import health.carryover.ingest.shard.PatientMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledges what is durable, hands what can be used to the shards and tells who listens, while
 * the journal writer commits the next group. Groups and ticks leave in the order in which they were
 * given, on a thread of its own; they are given by one thread.
 */
final class DurableDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(DurableDelivery.class);

  /** Whoever commits waits with more: what is not handed on yet is in memory. */
  private static final int MOST_STEPS = 2;

  private static final Duration LOOK = Duration.ofMillis(100);

  private final DurableMessages shards;
  private final WriterMetrics metrics;
  private final IntConsumer done;
  private final List<DeliveryListener> listeners = new CopyOnWriteArrayList<>();
  private final ArrayBlockingQueue<Step> steps = new ArrayBlockingQueue<>(MOST_STEPS);
  private final Thread thread = new Thread(this::run, "journal-delivery");
  private boolean ended;

  /**
   * @param done is told how many messages of a group are dealt with
   */
  DurableDelivery(DurableMessages shards, WriterMetrics metrics, IntConsumer done) {
    this.shards = shards;
    this.metrics = metrics;
    this.done = done;
  }

  /** Something to be done in its turn. */
  private interface Step {
    void take() throws InterruptedException;
  }

  void add(DeliveryListener listener) {
    listeners.add(listener);
  }

  void start() {
    thread.start();
  }

  boolean alive() {
    return thread.isAlive();
  }

  /** Waits for the group before the one before. */
  void give(DurableGroup group) throws InterruptedException {
    give(
        () -> {
          deliver(group);
          done.accept(group.arrivals().size());
        });
  }

  /** Nothing that was received before {@code now} will be given any more. */
  void tick(Instant now) throws InterruptedException {
    give(() -> shards.tick(now));
  }

  private void give(Step step) throws InterruptedException {
    while (!steps.offer(step, LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      if (!thread.isAlive()) {
        throw new IllegalStateException("nobody hands on what is durable");
      }
    }
  }

  /**
   * Waits until everything that was given before is dealt with.
   *
   * @return false if {@code patience} was too short
   */
  boolean settled(Duration patience) throws InterruptedException {
    if (!thread.isAlive()) {
      return true;
    }
    CountDownLatch reached = new CountDownLatch(1);
    long giveUpAt = System.nanoTime() + patience.toNanos();
    return steps.offer(reached::countDown, patience.toNanos(), TimeUnit.NANOSECONDS)
        && reached.await(giveUpAt - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /**
   * Deals with what was given and ends the thread; nothing is given any more.
   *
   * @return whether everything was dealt with
   */
  boolean finish(Duration patience) throws InterruptedException {
    if (thread.isAlive()
        && steps.offer(() -> ended = true, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      thread.join(Math.max(1, patience.toMillis()));
    }
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(Math.max(1, patience.toMillis()));
    }
    return steps.isEmpty() && !thread.isAlive();
  }

  private void run() {
    try {
      while (!ended) {
        steps.take().take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("journal.delivery-died {}", e.getClass().getName());
      throw e;
    }
  }

  private void deliver(DurableGroup group) throws InterruptedException {
    List<Delivery> deliveries = new ArrayList<>(group.arrivals().size());
    for (int i = 0; i < group.arrivals().size(); i++) {
      Understood understood = group.understood().get(i);
      Delivery delivery =
          new Delivery(
              understood.entry().channel(),
              understood.entry().receivedAt(),
              understood.decoded(),
              group.results().get(i));
      acknowledge(group.arrivals().get(i), delivery);
      deliveries.add(delivery);
    }
    metrics.delivered(deliveries);
    if (handOn(group)) {
      tell(deliveries);
    }
  }

  /** False if the shards take nothing more: the journal has the rest, the next start uses it. */
  private boolean handOn(DurableGroup group) throws InterruptedException {
    long last = 0;
    for (int i = 0; i < group.results().size(); i++) {
      if (group.results().get(i) instanceof Appended.Conflict conflict) {
        last = conflict.sequence();
      } else if (group.results().get(i) instanceof Appended.Stored stored) {
        last = stored.sequence();
        Understood understood = group.understood().get(i);
        if (understood.entry().clockShift() != null) {
          metrics.corrected();
        }
        Optional<PatientMessage> message =
            JournalHistory.message(stored.sequence(), understood.entry(), understood.decoded());
        if (message.isPresent() && !shards.offer(message.get())) {
          return false;
        }
      }
    }
    shards.handedThrough(last);
    return true;
  }

  private static void acknowledge(Arrival arrival, Delivery delivery) {
    try {
      arrival.acknowledge();
      arrival.delivered(delivery);
    } catch (RuntimeException e) {
      LOG.warn("journal.acknowledgement-failed {}", e.getClass().getName());
    }
  }

  private void tell(List<Delivery> deliveries) {
    for (DeliveryListener listener : listeners) {
      try {
        listener.delivered(deliveries);
      } catch (RuntimeException e) {
        LOG.warn("journal.listener-failed {}", e.getClass().getName());
      }
    }
  }
}
