package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.awaitConnected;
import static health.carryover.deploy.broker.Clients.numberOf;
import static health.carryover.deploy.broker.Clients.numbered;
import static health.carryover.deploy.broker.Clients.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartAndRestartTest {

  private static final int MESSAGES = 500;

  @TempDir Path folder;

  @Test
  void whatTheBrokerTookSurvivesItsRestartAndClientsComeBack() throws Exception {
    BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(2 * MESSAGES);
    EmbeddedBroker first = Clients.broker(0, folder);
    int port = first.port();
    try (MqttLink link = Clients.link(port, intake);
        MqttPublisher publisher = Clients.publisher(port)) {
      awaitConnected(link);
      for (int number = 0; number < MESSAGES; number++) {
        publisher.publish(numbered(number));
      }
      Eventually.await("the broker to take them all", () -> publisher.size() == 0);
      first.close();
      assertThat(first.isActive()).isFalse();
      Eventually.await("the link to notice", () -> link.state() == MqttState.CONNECTING);
      try (EmbeddedBroker second = Clients.broker(port, folder)) {
        BitSet seen = new BitSet();
        while (seen.cardinality() < MESSAGES) {
          InboundMessage message = take(intake);
          seen.set((int) numberOf(message));
          message.acknowledge();
        }
        publisher.publish(numbered(MESSAGES));
        Eventually.await("the publisher to be back", () -> publisher.size() == 0);
        assertThat(second.port()).isEqualTo(port);
        link.stop();
      }
    }
  }

  @Test
  void aTakenPortIsOneClearSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Clients.HOST))) {
      assertThatThrownBy(() -> Clients.broker(taken.getLocalPort(), folder))
          .isInstanceOf(BrokerStartException.class)
          .hasMessage(
              "The broker cannot listen on 127.0.0.1 port %d: "
                  + "the port is taken or the address is not this machine's.",
              taken.getLocalPort());
    }
    // Nothing is left behind that would keep the folder.
    Clients.broker(0, folder).close();
  }

  @Test
  void aFolderServesOneBroker() throws Exception {
    try (EmbeddedBroker first = Clients.broker(0, folder)) {
      assertThatThrownBy(() -> Clients.broker(0, folder))
          .isInstanceOf(BrokerStartException.class)
          .hasMessage("The broker's folder %s is in use by another broker.", folder);
      assertThat(first.isActive()).isTrue();
    }
  }

  @Test
  void aFolderThatIsAFileIsOneClearSentence() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Clients.broker(0, file))
        .isInstanceOf(BrokerStartException.class)
        .hasMessage("The broker's folder %s cannot be written.", file);
  }

  @Test
  void withoutAccessControlItListensOnThisMachineAlone() {
    BrokerSettings everywhere = BrokerSettings.local(0, folder).at("0.0.0.0");
    assertThatThrownBy(() -> EmbeddedBroker.start(everywhere, BrokerAccess.anyoneOnThisMachine()))
        .isInstanceOf(BrokerStartException.class)
        .hasMessage(
            "The broker lets anyone in and so listens on this machine alone, not on 0.0.0.0.");
  }
}
