package health.carryover.deploy.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.carryover.ingest.mqtt.Backoff;
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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The parts the broker tests are put together from, with short waits between attempts. */
final class Clients {

  static final String HOST = "127.0.0.1";
  static final String FILTER = "carryover/v1/+/+/up/#";
  static final String TOPIC = "carryover/v1/c1/d1/up/heart-rate";
  static final Backoff SHORT = new Backoff(Duration.ofMillis(20), Duration.ofMillis(200));
  static final MqttLinkSettings LINK = MqttLinkSettings.subscribingTo(FILTER).withBackoff(SHORT);
  static final MqttPublisherSettings PUBLISHER =
      MqttPublisherSettings.standard().withBackoff(SHORT);

  private Clients() {}

  static EmbeddedBroker broker(int port, Path folder) throws BrokerStartException {
    return EmbeddedBroker.start(
        BrokerSettings.local(port, folder), BrokerAccess.anyoneOnThisMachine());
  }

  static MqttLink link(int port, BlockingQueue<InboundMessage> intake) {
    return link(port, LINK, intake, new SimpleMeterRegistry());
  }

  static MqttLink link(
      int port,
      MqttLinkSettings settings,
      BlockingQueue<InboundMessage> intake,
      MeterRegistry registry) {
    MqttLink link =
        new MqttLink(
            MqttAddress.of(HOST, port, "service"),
            settings,
            intake,
            Clock.systemUTC(),
            MqttStateListener.none(),
            registry);
    link.start();
    return link;
  }

  static MqttPublisher publisher(int port) {
    return publisher(port, PUBLISHER, new SimpleMeterRegistry());
  }

  static MqttPublisher publisher(int port, MqttPublisherSettings settings, MeterRegistry registry) {
    MqttPublisher publisher =
        new MqttPublisher(
            MqttAddress.of(HOST, port, "d1"),
            settings,
            MqttRole.FEED,
            MqttStateListener.none(),
            registry);
    publisher.start();
    return publisher;
  }

  static void awaitConnected(MqttLink link) throws InterruptedException {
    Eventually.await("the link to connect", () -> link.state() == MqttState.CONNECTED);
  }

  static OutboundMessage numbered(long number) {
    return OutboundMessage.of(TOPIC, Long.toString(number).getBytes(UTF_8));
  }

  static long numberOf(InboundMessage message) {
    return Long.parseLong(new String(message.payload(), UTF_8));
  }

  /** Publishes and waits until the broker has it. */
  static void publishDurably(MqttPublisher publisher, OutboundMessage message) throws Exception {
    publisher.publish(message).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  static InboundMessage take(BlockingQueue<InboundMessage> intake) {
    try {
      InboundMessage message = intake.poll(60, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message within a minute");
      }
      return message;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  static double count(MeterRegistry registry, String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }
}
