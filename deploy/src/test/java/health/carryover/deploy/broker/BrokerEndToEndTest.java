package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.TOPIC;
import static health.carryover.deploy.broker.Clients.awaitConnected;
import static health.carryover.deploy.broker.Clients.publishDurably;
import static health.carryover.deploy.broker.Clients.take;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.OutboundMessage;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerEndToEndTest {

  @TempDir Path folder;

  @Test
  void aMessageGoesFromPublisherToLinkWithItsContentType() throws Exception {
    BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(10);
    try (EmbeddedBroker broker = Clients.broker(0, folder);
        MqttLink link = Clients.link(broker.port(), intake);
        MqttPublisher publisher = Clients.publisher(broker.port())) {
      awaitConnected(link);
      publishDurably(
          publisher,
          OutboundMessage.of(TOPIC, "{}".getBytes(UTF_8)).withContentType("application/json"));

      InboundMessage message = take(intake);
      message.acknowledge();

      assertThat(message.topic()).isEqualTo(TOPIC);
      assertThat(message.payload()).asString(UTF_8).isEqualTo("{}");
      assertThat(message.contentType()).isEqualTo("application/json");
      assertThat(message.retained()).isFalse();
    }
  }

  @Test
  void aRetainedMessageIsThereForWhoeverSubscribesLater() throws Exception {
    BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(10);
    try (EmbeddedBroker broker = Clients.broker(0, folder);
        MqttPublisher publisher = Clients.publisher(broker.port())) {
      publishDurably(publisher, OutboundMessage.of(TOPIC, "kept".getBytes(UTF_8)).retained());
      try (MqttLink link = Clients.link(broker.port(), intake)) {
        awaitConnected(link);
        InboundMessage message = take(intake);
        message.acknowledge();

        assertThat(message.payload()).asString(UTF_8).isEqualTo("kept");
        assertThat(message.retained()).isTrue();
      }
    }
  }
}
