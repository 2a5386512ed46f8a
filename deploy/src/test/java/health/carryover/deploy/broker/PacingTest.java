package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.PUBLISHER;
import static health.carryover.deploy.broker.Clients.awaitConnected;
import static health.carryover.deploy.broker.Clients.count;
import static health.carryover.deploy.broker.Clients.numberOf;
import static health.carryover.deploy.broker.Clients.numbered;
import static health.carryover.deploy.broker.Clients.take;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttUnavailableException;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.mqtt.PublishRefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} messages, window {1}, broker takes {2}")
  @CsvSource({"10000, 100, 1000", "2000, 1000, 20"})
  void manyMessagesGoOverOneConnection(int messages, int window, int receiveMaximum)
      throws Exception {
    BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(1_000);
    MeterRegistry registry = new SimpleMeterRegistry();
    BrokerSettings local = BrokerSettings.local(0, folder);
    BrokerSettings settings =
        new BrokerSettings(
            local.host(),
            local.port(),
            local.folder(),
            local.maximumDiskUsagePercent(),
            local.maximumPacketBytes(),
            receiveMaximum,
            local.memoryBytes(),
            local.connectWithin(),
            null);
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(settings, BrokerAccess.anyoneOnThisMachine());
        MqttLink link = Clients.link(broker.port(), intake);
        MqttPublisher publisher =
            Clients.publisher(broker.port(), PUBLISHER.withWindow(window), registry)) {
      awaitConnected(link);
      List<CompletableFuture<Void>> stages = new ArrayList<>();
      CompletableFuture<Integer> read =
          CompletableFuture.supplyAsync(() -> readUntil(intake, messages));
      for (int number = 0; number < messages; number++) {
        stages.add(publisher.publish(numbered(number)).toCompletableFuture());
      }
      CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
      assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(messages);
      assertThat(count(registry, "carryover.mqtt.connections", "outcome", "made")).isEqualTo(1);
      assertThat(count(registry, "carryover.mqtt.messages", "fate", "sent")).isEqualTo(messages);
    }
  }

  /** Reads until so many different messages came; returns how many came at all. */
  private static int readUntil(BlockingQueue<InboundMessage> intake, int messages) {
    BitSet seen = new BitSet();
    int read = 0;
    while (seen.cardinality() < messages) {
      InboundMessage message = take(intake);
      seen.set((int) numberOf(message));
      message.acknowledge();
      read++;
    }
    return read;
  }

  @Test
  void aMessageTheBrokerNeverTakesIsRefusedAndTheNextOneGoes() throws Exception {
    try (EmbeddedBroker broker = Clients.broker(0, folder);
        MqttPublisher publisher = Clients.publisher(broker.port())) {
      OutboundMessage large = OutboundMessage.of(Clients.TOPIC, new byte[(1 << 20) + 1]);
      assertThatThrownBy(
              () -> publisher.publish(large).toCompletableFuture().get(60, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(PublishRefusedException.class);
      Clients.publishDurably(publisher, numbered(1));
      Clients.publishDurably(
          publisher, OutboundMessage.of(Clients.TOPIC, new byte[(1 << 20) - 200]));
    }
  }

  @Test
  void withoutABrokerAFullPublisherRefusesAndClosingFailsWhatIsLeft() throws Exception {
    MqttPublisher publisher =
        Clients.publisher(
            closedPort(),
            PUBLISHER.withCapacity(3).withCloseGrace(Duration.ZERO),
            new SimpleMeterRegistry());
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int number = 0; number < 4; number++) {
      stages.add(publisher.offer(numbered(number)).toCompletableFuture());
    }
    assertThat(stages.get(3)).isCompletedExceptionally();
    assertThat(stages.subList(0, 3)).noneMatch(CompletableFuture::isDone);
    assertThat(publisher.size()).isEqualTo(3);
    publisher.close();
    for (CompletableFuture<Void> stage : stages) {
      assertThatThrownBy(stage::get).hasRootCauseInstanceOf(MqttUnavailableException.class);
    }
    assertThat(publisher.offer(numbered(9)).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void aMessageExpiresWhileItsReaderIsAway() throws Exception {
    BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(10);
    try (EmbeddedBroker broker = Clients.broker(0, folder);
        MqttPublisher publisher = Clients.publisher(broker.port())) {
      try (MqttLink link = Clients.link(broker.port(), intake)) {
        awaitConnected(link);
      }
      long publishedAtNanos = System.nanoTime();
      Clients.publishDurably(
          publisher,
          OutboundMessage.of(Clients.TOPIC, "old".getBytes(UTF_8))
              .expiringAfter(Duration.ofSeconds(1)));
      Clients.publishDurably(publisher, numbered(2));
      Eventually.await(
          "the second to pass", () -> System.nanoTime() - publishedAtNanos > 1_500_000_000L);
      try (MqttLink link = Clients.link(broker.port(), intake)) {
        awaitConnected(link);
        assertThat(numberOf(take(intake))).isEqualTo(2);
      }
    }
  }

  private static int closedPort() throws Exception {
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
