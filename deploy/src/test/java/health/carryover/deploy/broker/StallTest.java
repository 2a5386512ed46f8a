package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.LINK;
import static health.carryover.deploy.broker.Clients.awaitConnected;
import static health.carryover.deploy.broker.Clients.count;
import static health.carryover.deploy.broker.Clients.numberOf;
import static health.carryover.deploy.broker.Clients.numbered;
import static health.carryover.deploy.broker.Clients.take;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StallTest {

  private static final int MESSAGES = 200;
  private static final int INTAKE = 10;
  private static final int FAULT_AT = 7;
  private static final int FAULTS = 5;

  @TempDir Path folder;

  @Test
  void aFullIntakeDropsTheConnectionAndLosesNothing() throws Exception {
    BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(INTAKE);
    MeterRegistry registry = new SimpleMeterRegistry();
    try (EmbeddedBroker broker = Clients.broker(0, folder);
        MqttLink link =
            Clients.link(
                broker.port(), LINK.withOfferTimeout(Duration.ofMillis(200)), intake, registry);
        MqttPublisher publisher = Clients.publisher(broker.port())) {
      awaitConnected(link);
      for (int number = 0; number < MESSAGES; number++) {
        publisher.publish(numbered(number));
      }
      Eventually.await(
          "the stalled link to drop its connection",
          () -> count(registry, "carryover.mqtt.disconnections", "reason", "stalled") >= 2);
      assertThat(intake).hasSize(INTAKE);

      BitSet seen = new BitSet();
      while (seen.cardinality() < MESSAGES) {
        InboundMessage message = take(intake);
        seen.set((int) numberOf(message));
        message.acknowledge();
      }
    }
  }

  @Test
  void whatThrowsOnTheWayInDropsTheConnectionAndLosesNothing() throws Exception {
    AtomicInteger faults = new AtomicInteger();
    BlockingQueue<InboundMessage> intake =
        new ArrayBlockingQueue<>(MESSAGES) {
          @Override
          public boolean offer(InboundMessage message, long timeout, TimeUnit unit)
              throws InterruptedException {
            if (numberOf(message) % FAULT_AT == 0 && faults.getAndIncrement() < FAULTS) {
              // Any error at all: the client library would swallow it.
              throw new AssertionError("a fault in the callback");
            }
            return super.offer(message, timeout, unit);
          }
        };
    MeterRegistry registry = new SimpleMeterRegistry();
    try (EmbeddedBroker broker = Clients.broker(0, folder);
        MqttLink link = Clients.link(broker.port(), LINK, intake, registry);
        MqttPublisher publisher = Clients.publisher(broker.port())) {
      awaitConnected(link);
      for (int number = 0; number < MESSAGES; number++) {
        publisher.publish(numbered(number));
      }
      BitSet seen = new BitSet();
      while (seen.cardinality() < MESSAGES) {
        InboundMessage message = take(intake);
        seen.set((int) numberOf(message));
        message.acknowledge();
      }
      Eventually.await(
          "every fault to be counted",
          () -> count(registry, "carryover.mqtt.disconnections", "reason", "faulty") == FAULTS);
    }
  }

  @Test
  void theBrokerSendsNoMoreThanTheReceiveMaximum() throws Exception {
    BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(MESSAGES);
    MeterRegistry registry = new SimpleMeterRegistry();
    try (EmbeddedBroker broker = Clients.broker(0, folder);
        MqttLink link = Clients.link(broker.port(), LINK.withReceiveMaximum(20), intake, registry);
        MqttPublisher publisher = Clients.publisher(broker.port())) {
      awaitConnected(link);
      for (int number = 0; number < MESSAGES; number++) {
        Clients.publishDurably(publisher, numbered(number));
      }
      Eventually.await("the window to fill", () -> intake.size() == 20);
      BitSet seen = new BitSet();
      while (seen.cardinality() < MESSAGES) {
        assertThat(intake.size()).isLessThanOrEqualTo(20);
        InboundMessage message = take(intake);
        seen.set((int) numberOf(message));
        message.acknowledge();
      }
    }
  }
}
