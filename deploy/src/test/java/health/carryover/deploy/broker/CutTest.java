package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.LINK;
import static health.carryover.deploy.broker.Clients.PUBLISHER;
import static health.carryover.deploy.broker.Clients.count;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbered messages flow without a pause while connections break; none may be missing. */
class CutTest {

  private static final int CUTS = 20;

  @TempDir Path folder;
  private final MeterRegistry linkRegistry = new SimpleMeterRegistry();
  private final MeterRegistry publisherRegistry = new SimpleMeterRegistry();

  @Test
  void twentyCutsLoseNothing() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("CutTest seed " + seed);
    Random random = new Random(seed);
    BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(500);
    try (EmbeddedBroker broker = Clients.broker(0, folder);
        TcpProxy up = new TcpProxy(broker.port());
        TcpProxy down = new TcpProxy(broker.port());
        MqttLink link = Clients.link(down.port(), LINK, intake, linkRegistry);
        MqttPublisher publisher =
            Clients.publisher(up.port(), PUBLISHER.withWindow(50), publisherRegistry)) {
      Clients.awaitConnected(link);
      try (Ledger ledger = new Ledger(publisher, intake)) {
        for (int cut = 0; cut < CUTS; cut++) {
          int connections = cut + 2;
          Eventually.await("both to be connected", () -> made() == connections);
          long goal = ledger.received() + 100 + random.nextInt(300);
          Eventually.await("messages to flow again", () -> ledger.received() > goal);
          TcpProxy.Cut how = random.nextBoolean() ? TcpProxy.Cut.END : TcpProxy.Cut.RESET;
          (random.nextInt(3) == 0 ? up : down).cut(how);
        }
        ledger.finish();
        System.out.println("CutTest " + ledger);
        assertThat(ledger.lost()).isEmpty();
      }
      assertThat(made()).isEqualTo(CUTS + 2);
    }
    Eventually.await("the clients' threads to end", () -> !clientThreadsRun());
  }

  private static boolean clientThreadsRun() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .anyMatch(name -> name.startsWith("MQTT ") || name.startsWith("carryover-mqtt"));
  }

  private double made() {
    return count(linkRegistry, "carryover.mqtt.connections", "outcome", "made")
        + count(publisherRegistry, "carryover.mqtt.connections", "outcome", "made");
  }
}
