package health.carryover.deploy.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.simulate.Sending.Use;
import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttLinkSettings;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.topic.TopicName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * One device with its secret. It sends, goes away, and comes back to hear what is stored; never
 * both at once, since its name is that of its one connection. Confined to one thread.
 */
final class SimulatedDevice {
  private static final Duration SESSION = Duration.ofSeconds(1);
  private static final int HEARD_AT_ONCE = 100;

  private final String clinic;
  private final String id;
  private final MqttAddress broker;
  private final SimulatedTraffic traffic;
  private final Duration patience;
  private final ObjectMapper json = new ObjectMapper();
  private DeviceCursor cursor = DeviceCursor.NONE;
  private long sent;
  private boolean cut;

  /**
   * @param broker with the device's secret
   */
  SimulatedDevice(
      String clinic, String id, MqttAddress broker, SimulatedTraffic traffic, Duration patience) {
    this.clinic = clinic;
    this.id = id;
    this.broker = broker;
    this.traffic = traffic;
    this.patience = patience;
  }

  SimulatedTraffic traffic() {
    return traffic;
  }

  DeviceCursor cursor() {
    return cursor;
  }

  /** Publications the broker acknowledged. */
  long sent() {
    return sent;
  }

  /** Whether it was cut off while it sent, and sent all of that part again. */
  boolean wasCut() {
    return cut;
  }

  /** Begins to send and breaks off in the middle, whatever was confirmed by then. */
  void sendAndBreakOff(List<Sending> messages) throws InterruptedException {
    cut = true;
    MqttPublisher publisher = publisher(Duration.ZERO);
    try {
      for (Sending message : messages.subList(0, messages.size() / 2)) {
        publisher.publish(outbound(message));
      }
    } finally {
      publisher.close();
    }
  }

  /** Sends, and waits until the broker has confirmed all of it. */
  void send(List<Sending> messages) throws InterruptedException, IOException {
    MqttPublisher publisher = publisher(SESSION);
    try {
      List<CompletableFuture<Void>> confirmed = new ArrayList<>();
      for (Sending message : messages) {
        confirmed.add(publisher.publish(outbound(message)).toCompletableFuture());
      }
      CompletableFuture.allOf(confirmed.toArray(CompletableFuture[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      sent += messages.size();
    } catch (TimeoutException | ExecutionException refused) {
      throw new IOException("the broker does not take what a device sends", refused);
    } finally {
      publisher.close();
    }
  }

  /**
   * Comes back to hear what is stored, until it is {@code enough} or patience ends.
   *
   * @return whether it was
   */
  boolean hear(Predicate<DeviceCursor> enough) throws InterruptedException, IOException {
    BlockingQueue<InboundMessage> heard = new ArrayBlockingQueue<>(HEARD_AT_ONCE);
    MqttLink link =
        new MqttLink(
            broker,
            MqttLinkSettings.subscribingTo("carryover/v1/" + clinic + "/" + id + "/down/sync")
                .withSessionExpiry(SESSION),
            heard,
            InstantSource.system(),
            MqttStateListener.none(),
            new SimpleMeterRegistry());
    link.start();
    try {
      long giveUpAt = System.nanoTime() + patience.toNanos();
      boolean satisfied = false;
      while (!satisfied && giveUpAt - System.nanoTime() > 0) {
        InboundMessage message = heard.poll(giveUpAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message != null) {
          cursor = DeviceCursor.of(json.readTree(message.payload()));
          message.acknowledge();
          satisfied = enough.test(cursor);
        }
      }
      return satisfied;
    } finally {
      link.close();
    }
  }

  /** Connects anew and goes, so that the broker has nothing of the connection before. */
  void begin() throws InterruptedException, IOException {
    CountDownLatch connected = new CountDownLatch(1);
    MqttPublisher publisher =
        publisher(
            Duration.ZERO,
            state -> {
              if (state == MqttState.CONNECTED) {
                connected.countDown();
              }
            });
    try {
      if (!connected.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the broker does not let a device in again");
      }
    } finally {
      publisher.close();
    }
  }

  /** Whether {@code told} covers everything. */
  boolean complete(DeviceCursor told) {
    return told.numbersStored() >= numbered() && told.accepted() + told.quarantined() >= distinct();
  }

  long distinct() {
    return traffic.distinct().size();
  }

  long numbered() {
    return traffic.distinct().stream().filter(message -> message.number() > 0).count();
  }

  long meant(Use use) {
    return traffic.distinct().stream().filter(message -> message.use() == use).count();
  }

  private OutboundMessage outbound(Sending message) {
    return OutboundMessage.of(
        new TopicName.Up(clinic, id, message.stream()).text(), message.bytes());
  }

  private MqttPublisher publisher(Duration grace) {
    return publisher(grace, MqttStateListener.none());
  }

  private MqttPublisher publisher(Duration grace, MqttStateListener listener) {
    MqttPublisher publisher =
        new MqttPublisher(
            broker,
            MqttPublisherSettings.standard().withCloseGrace(grace),
            MqttRole.FEED,
            listener,
            new SimpleMeterRegistry());
    publisher.start();
    return publisher;
  }
}
