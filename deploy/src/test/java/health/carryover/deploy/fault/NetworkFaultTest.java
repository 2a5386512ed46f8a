package health.carryover.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import health.carryover.deploy.broker.BrokerAccess;
import health.carryover.deploy.broker.BrokerSettings;
import health.carryover.deploy.broker.EmbeddedBroker;
import health.carryover.deploy.broker.TcpProxy;
import health.carryover.deploy.fault.ClinicTraffic.Delivered;
import health.carryover.deploy.fault.ClinicTraffic.Message;
import health.carryover.ingest.mqtt.Backoff;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The networks between devices and broker and between broker and service are cut, reset, stalled,
 * slowed down and closed in one direction while messages flow.
 */
class NetworkFaultTest {
  private static final int FAULTS = 24;
  private static final int CLINICS = 2;

  @TempDir Path folder;

  @Test
  void brokenNetworksLoseAndDoubleNothing() throws Exception {
    Random random = SeededRandom.of("NetworkFaultTest");
    ClinicTraffic traffic = ClinicTraffic.of(random.nextLong(), CLINICS, Timeline.TRAFFIC_ENDS);
    Delivered delivered = traffic.disordered(random);
    Timeline time = Timeline.startingNow();
    Path stores = folder.resolve("store");
    Bookkeeping.enrol(stores, traffic, time);
    int faults = FaultRounds.of(FAULTS);
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerSettings.local(0, folder.resolve("broker")),
                BrokerAccess.anyoneOnThisMachine());
        TcpProxy up = new TcpProxy(broker.port());
        TcpProxy down = new TcpProxy(broker.port());
        IngestHost host = new IngestHost(stores, time.steady());
        MqttPublisher publisher = publisher(up.port())) {
      MqttLink link = host.listen(down.port());
      Bookkeeping.await("the link", () -> link.state() == MqttState.CONNECTED);
      publisher.start();
      Semaphore allowed = new Semaphore(0);
      AtomicInteger confirmed = new AtomicInteger();
      CompletableFuture<Void> publishing =
          CompletableFuture.runAsync(() -> publish(publisher, delivered, allowed, confirmed));
      int released = 0;
      for (int fault = 1; fault <= faults; fault++) {
        int share = (int) ((long) delivered.messages().size() * fault / faults);
        allowed.release(share - released);
        released = share;
        TcpProxy where = random.nextBoolean() ? up : down;
        // How far the traffic is when it happens, and how long it lasts, is chance.
        TimeUnit.MILLISECONDS.sleep(random.nextLong(100));
        switch (random.nextInt(5)) {
          case 0 -> where.cut(TcpProxy.Cut.END);
          case 1 -> where.cut(TcpProxy.Cut.RESET);
          case 2 -> where.stall();
          case 3 -> where.slow(1 + random.nextInt(200), 1);
          default -> where.halfClose();
        }
        TimeUnit.MILLISECONDS.sleep(random.nextLong(600));
        // Ends what was only held up or half open, as a network that comes back does.
        where.cut(TcpProxy.Cut.RESET);
        where.heal();
      }
      publishing.get(2, TimeUnit.MINUTES);
      Bookkeeping.await(
          () -> "%d of %d confirmed".formatted(confirmed.get(), delivered.messages().size()),
          () -> confirmed.get() == delivered.messages().size());
      int expected = traffic.sent().size() + delivered.bad();
      Bookkeeping.await(
          () -> "%d of %d journalled".formatted(Bookkeeping.journalled(stores), expected),
          () -> Bookkeeping.journalled(stores) >= expected && host.ingest.waiting() == 0);
    }
    Bookkeeping.check("NetworkFaultTest", stores, traffic, delivered);
    LastWord disturbed = Bookkeeping.lastWord(stores, traffic);
    LastWord undisturbed = Bookkeeping.undisturbed(folder.resolve("undisturbed"), traffic, time);
    assertThat(disturbed.differences(undisturbed)).isEmpty();
  }

  private static void publish(
      MqttPublisher publisher, Delivered delivered, Semaphore allowed, AtomicInteger confirmed) {
    try {
      for (Message message : delivered.messages()) {
        allowed.acquire();
        publisher
            .publish(OutboundMessage.of(message.topic(), message.bytes()))
            .thenRun(confirmed::incrementAndGet);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static MqttPublisher publisher(int port) {
    return new MqttPublisher(
        MqttAddress.of("127.0.0.1", port, "many-devices"),
        MqttPublisherSettings.standard()
            .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(300))),
        MqttRole.FEED,
        MqttStateListener.none(),
        new SimpleMeterRegistry());
  }
}
