package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.LINK;
import static health.carryover.deploy.broker.Clients.PUBLISHER;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

  @TempDir Path folder;

  @Test
  void aKilledBrokerLosesNothingItTook() throws Exception {
    BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(500);
    BrokerProcess first = BrokerProcess.start(0, folder);
    String ready = first.answer();
    assertThat(ready).startsWith("READY ");
    int port = Integer.parseInt(ready.substring("READY ".length()));
    try (MqttLink link = Clients.link(port, LINK, intake, new SimpleMeterRegistry());
        MqttPublisher publisher =
            Clients.publisher(port, PUBLISHER.withWindow(200), new SimpleMeterRegistry())) {
      Clients.awaitConnected(link);
      try (Ledger ledger = new Ledger(publisher, intake)) {
        Eventually.await("messages to flow", () -> ledger.received() > 2_000);
        first.kill();
        long before = ledger.received();
        try (BrokerProcess second = BrokerProcess.start(port, folder)) {
          assertThat(second.answer()).isEqualTo(ready);
          Eventually.await("messages to flow again", () -> ledger.received() > before + 2_000);
          ledger.finish();
          System.out.println("KillTest " + ledger);
          assertThat(ledger.lost()).isEmpty();
        }
      }
    } finally {
      first.kill();
    }
  }

  @Test
  void aFolderInUseByAnotherProcessIsOneClearSentence() throws Exception {
    try (EmbeddedBroker here = Clients.broker(0, folder);
        BrokerProcess other = BrokerProcess.start(0, folder)) {
      assertThat(other.answer())
          .isEqualTo("The broker's folder " + folder + " is in use by another broker.");
      assertThat(here.isActive()).isTrue();
    }
  }
}
