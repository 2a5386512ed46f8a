package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.LINK;
import static health.carryover.deploy.broker.Clients.awaitConnected;
import static health.carryover.deploy.broker.Clients.count;
import static health.carryover.deploy.broker.Clients.numberOf;
import static health.carryover.deploy.broker.Clients.numbered;
import static health.carryover.deploy.broker.Clients.publishDurably;
import static health.carryover.deploy.broker.Clients.take;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedeliveryTest {

  @TempDir Path folder;
  private EmbeddedBroker broker;
  private TcpProxy proxy;
  private MqttPublisher publisher;
  private final BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(100);
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void start() throws Exception {
    broker = Clients.broker(0, folder);
    proxy = new TcpProxy(broker.port());
    publisher = Clients.publisher(broker.port());
  }

  @AfterEach
  void stop() throws Exception {
    publisher.close();
    proxy.close();
    broker.close();
  }

  @Test
  void whatIsNotAcknowledgedComesAgainHoweverOften() throws Exception {
    try (MqttLink link = Clients.link(proxy.port(), LINK, intake, registry)) {
      awaitConnected(link);
      publishDurably(publisher, numbered(1));
      // More often than the broker's own limit of ten deliveries would allow.
      for (int delivery = 1; delivery <= 12; delivery++) {
        assertThat(numberOf(take(intake))).isEqualTo(1);
        proxy.cut(delivery % 2 == 0 ? TcpProxy.Cut.END : TcpProxy.Cut.RESET);
      }
      take(intake).acknowledge();
    }
  }

  @Test
  void anAcknowledgementCountsOnlyOnTheConnectionTheMessageCameBy() throws Exception {
    try (MqttLink link = Clients.link(proxy.port(), LINK, intake, registry)) {
      awaitConnected(link);
      publishDurably(publisher, numbered(1));
      InboundMessage first = take(intake);
      proxy.cut(TcpProxy.Cut.RESET);
      InboundMessage second = take(intake);

      first.acknowledge();
      first.acknowledge();
      assertThat(count(registry, "carryover.mqtt.messages", "fate", "stale")).isEqualTo(1);

      proxy.cut(TcpProxy.Cut.RESET);
      InboundMessage third = take(intake);
      assertThat(numberOf(third)).isEqualTo(1);
      second.acknowledge();
      third.acknowledge();
      publishDurably(publisher, numbered(2));
      assertThat(numberOf(take(intake))).isEqualTo(2);
    }
    // Number 2 was not acknowledged, number 1 was: only 2 is left for the next process.
    intake.clear();
    try (MqttLink next = Clients.link(broker.port(), intake)) {
      awaitConnected(next);
      publishDurably(publisher, numbered(3));
      assertThat(List.of(numberOf(take(intake)), numberOf(take(intake))))
          .containsExactlyInAnyOrder(2L, 3L);
    }
  }

  @Test
  void acknowledgementsMayComeLateInAnyOrderAndTwice() throws Exception {
    try (MqttLink link = Clients.link(broker.port(), intake)) {
      awaitConnected(link);
      List<InboundMessage> taken = new ArrayList<>();
      for (int number = 1; number <= 50; number++) {
        publishDurably(publisher, numbered(number));
        taken.add(take(intake));
      }
      for (int i = taken.size() - 1; i >= 0; i--) {
        taken.get(i).acknowledge();
        taken.get(i).acknowledge();
      }
      // Whoever acknowledged twice must not have acknowledged this one, whatever its number.
      publishDurably(publisher, numbered(51));
      InboundMessage last = take(intake);
      taken.forEach(InboundMessage::acknowledge);
      assertThat(numberOf(last)).isEqualTo(51);
    }
    try (MqttLink next = Clients.link(broker.port(), intake)) {
      awaitConnected(next);
      assertThat(numberOf(take(intake))).isEqualTo(51);
    }
  }

  @Test
  void aKnownSessionIsNotSubscribedAgain() throws Exception {
    try (MqttLink link = Clients.link(proxy.port(), LINK, intake, registry)) {
      awaitConnected(link);
      assertThat(proxy.packets(TcpProxy.SUBSCRIBE)).isEqualTo(1);
      for (int cut = 1; cut <= 3; cut++) {
        proxy.cut(TcpProxy.Cut.END);
        publishDurably(publisher, numbered(cut));
        // What was acknowledged just before a cut may come again.
        long number;
        do {
          InboundMessage message = take(intake);
          message.acknowledge();
          number = numberOf(message);
        } while (number < cut);
        assertThat(number).isEqualTo(cut);
      }
      assertThat(proxy.packets(TcpProxy.SUBSCRIBE)).isEqualTo(1);
    }
  }
}
