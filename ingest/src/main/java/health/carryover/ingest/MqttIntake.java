package health.carryover.ingest;

import health.carryover.ingest.journal.Arrival;
import health.carryover.ingest.mqtt.InboundMessage;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages from the queue of an MQTT link to the service. Waits where the service has no
 * room; the link's queue then fills and the link lets the broker keep the rest. Owns one thread.
 */
public final class MqttIntake implements AutoCloseable {
  private static final Duration LOOK_UP = Duration.ofMillis(200);

  private final BlockingQueue<InboundMessage> from;
  private final IngestService to;
  private final Thread thread = new Thread(this::run, "mqtt-intake");
  private volatile boolean stopped;

  public MqttIntake(BlockingQueue<InboundMessage> from, IngestService to) {
    this.from = from;
    this.to = to;
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Ends the thread. What is left in the queue was not acknowledged and comes again. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopped) {
        InboundMessage message = from.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
        if (message != null) {
          carry(new Mqtt(message));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carry(Arrival arrival) throws InterruptedException {
    boolean taken = false;
    while (!taken && !stopped) {
      taken = to.offer(arrival, LOOK_UP);
    }
  }

  /** The message as the service sees it; its time of receipt is given by the journal. */
  private record Mqtt(InboundMessage message) implements Arrival {
    @Override
    public String channel() {
      return message.topic();
    }

    @Override
    public @Nullable String contentType() {
      return message.contentType();
    }

    @Override
    public byte[] payload() {
      return message.payload();
    }

    @Override
    public void acknowledge() {
      message.acknowledge();
    }
  }
}
