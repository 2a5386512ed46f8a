package health.carryover.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import health.carryover.deploy.broker.BrokerProcess;
import health.carryover.deploy.fault.ClinicTraffic.Delivered;
import health.carryover.deploy.fault.ClinicTraffic.Message;
import health.carryover.ingest.mqtt.Backoff;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
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
 * Service and broker, each in a process of its own, are killed with SIGKILL at random moments, the
 * starts included, while devices send shuffled messages, some of them twice, and the service's
 * clock jumps. Nothing may be lost or count twice, and in the end every session and alert must
 * stand as if nothing had happened.
 */
class KilledAgainAndAgainTest {
  private static final int SERVICE_KILLS = 44;
  private static final int BROKER_KILLS = 10;
  private static final int CLINICS = 4;
  private static final long LONGEST_LIFE_MILLIS = 600;
  private static final long LONGEST_START_MILLIS = 1_500;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void losesAndDoublesNothing() throws Exception {
    Random random = SeededRandom.of("KilledAgainAndAgainTest");
    Timeline time = Timeline.startingNow();
    ClinicTraffic traffic = ClinicTraffic.of(random.nextLong(), CLINICS, Timeline.TRAFFIC_ENDS);
    Delivered delivered = traffic.disordered(random);
    Path stores = folder.resolve("store");
    Bookkeeping.enrol(stores, traffic, time);

    int serviceKills = FaultRounds.of(SERVICE_KILLS);
    int kills = serviceKills + FaultRounds.of(BROKER_KILLS);
    BrokerProcess broker = BrokerProcess.start(0, folder.resolve("broker"));
    int port = Integer.parseInt(broker.answer().substring("READY ".length()));
    HostProcess service = HostProcess.start(stores, port, time, random.nextLong());
    int working = 0;
    try (MqttPublisher publisher = publisher(port)) {
      publisher.start();
      // The session of the service must be there before anything is published for it.
      service.awaitReady();
      Semaphore allowed = new Semaphore(0);
      AtomicInteger confirmed = new AtomicInteger();
      CompletableFuture<Void> publishing =
          CompletableFuture.runAsync(() -> publish(publisher, delivered, allowed, confirmed));
      int released = 0;
      for (int kill = 1; kill <= kills; kill++) {
        int share = (int) ((long) delivered.messages().size() * kill / kills);
        allowed.release(share - released);
        released = share;
        // How long it lives is the chance this test is about.
        if (random.nextInt(3) == 0) {
          TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_START_MILLIS));
        } else {
          service.awaitReady();
          TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_LIFE_MILLIS));
          working++;
        }
        if (kill * serviceKills / kills == (kill - 1) * serviceKills / kills) {
          broker.kill();
          broker = BrokerProcess.start(port, folder.resolve("broker"));
        } else {
          service.kill();
          service = HostProcess.start(stores, port, time, random.nextLong());
        }
      }
      publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Bookkeeping.await(
          "the broker to take everything", () -> confirmed.get() == delivered.messages().size());
      int expected = traffic.sent().size() + delivered.bad();
      HostProcess last = service;
      Bookkeeping.await(
          () ->
              "%d of %d messages in the journal; %s"
                  .formatted(Bookkeeping.journalled(stores), expected, last),
          () -> Bookkeeping.journalled(stores) >= expected);
      service.stop();
    } finally {
      service.kill();
      broker.kill();
    }
    System.out.println(
        "KilledAgainAndAgainTest: %d times SIGKILL, %d of them to the service, %d in full flow"
            .formatted(kills, serviceKills, working));
    Bookkeeping.check("KilledAgainAndAgainTest", stores, traffic, delivered);
    LastWord disturbed = Bookkeeping.lastWord(stores, traffic);
    LastWord undisturbed = Bookkeeping.undisturbed(folder.resolve("undisturbed"), traffic, time);
    assertThat(undisturbed.assessments()).isNotEmpty();
    assertThat(undisturbed.alerts()).isNotEmpty();
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
            .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(500))),
        MqttRole.FEED,
        MqttStateListener.none(),
        new SimpleMeterRegistry());
  }
}
