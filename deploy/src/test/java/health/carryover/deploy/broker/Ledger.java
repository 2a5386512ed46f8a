package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.numberOf;
import static health.carryover.deploy.broker.Clients.numbered;

import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttPublisher;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes numbered messages without a pause and keeps account of what the broker took and what
 * came out at the other end. What comes out is acknowledged a little later, in small groups, as a
 * journal would.
 */
final class Ledger implements AutoCloseable {

  private static final int GROUP = 20;
  private static final int MOST_AHEAD = 2_000;

  private final Set<Long> taken = ConcurrentHashMap.newKeySet();
  private final Set<Long> arrived = ConcurrentHashMap.newKeySet();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong published = new AtomicLong();
  private final MqttPublisher publisher;
  private final BlockingQueue<InboundMessage> intake;
  private final Thread producer = new Thread(this::produce, "ledger-producer");
  private final Thread consumer = new Thread(this::consume, "ledger-consumer");
  private volatile boolean producing = true;
  private volatile boolean consuming = true;

  Ledger(MqttPublisher publisher, BlockingQueue<InboundMessage> intake) {
    this.publisher = publisher;
    this.intake = intake;
    producer.start();
    consumer.start();
  }

  /** How many messages came out so far, again ones included. */
  long received() {
    return received.get();
  }

  long published() {
    return published.get();
  }

  long taken() {
    return taken.size();
  }

  /** Publishes no more, and waits until the broker has everything and everything came out. */
  void finish() throws InterruptedException {
    producing = false;
    producer.join();
    Eventually.await("the broker to take everything", () -> taken.size() == published.get());
    Eventually.await("everything to come out", () -> lost().isEmpty());
  }

  /** What the broker took and did not give out. */
  Set<Long> lost() {
    Set<Long> lost = new TreeSet<>(taken);
    lost.removeAll(arrived);
    return lost;
  }

  @Override
  public String toString() {
    return "published "
        + published
        + ", taken by the broker "
        + taken.size()
        + ", came out "
        + received
        + " times, lost "
        + lost().size();
  }

  @Override
  public void close() {
    producing = false;
    consuming = false;
    producer.interrupt();
  }

  private void produce() {
    try {
      while (producing) {
        // On a busy machine the backlog would otherwise take minutes to come out.
        while (producing && published.get() - arrived.size() > MOST_AHEAD) {
          LockSupport.parkNanos(1_000_000);
        }
        long number = published.get();
        publisher.publish(numbered(number)).thenRun(() -> taken.add(number));
        published.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void consume() {
    InboundMessage[] group = new InboundMessage[GROUP];
    int size = 0;
    try {
      while (consuming) {
        InboundMessage message = intake.poll(10, TimeUnit.MILLISECONDS);
        if (message != null) {
          arrived.add(numberOf(message));
          received.incrementAndGet();
          group[size++] = message;
        }
        if (size == GROUP || message == null) {
          for (int i = 0; i < size; i++) {
            group[i].acknowledge();
          }
          size = 0;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
