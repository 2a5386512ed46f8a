package health.carryover.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.broker.BrokerAccess;
import health.carryover.deploy.broker.BrokerSettings;
import health.carryover.deploy.broker.EmbeddedBroker;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service was away while devices went on: 100,000 messages wait at the broker. */
class BacklogTest {
  private static final int MESSAGES = 100_000;
  private static final int DEVICES = 200;

  @TempDir Path folder;

  @Test
  void everythingThatWaitedIsUsedOnce() throws Exception {
    Timeline time = Timeline.startingNow();
    Path stores = folder.resolve("store");
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerSettings.local(0, folder.resolve("broker")),
            BrokerAccess.anyoneOnThisMachine())) {
      try (IngestHost first = new IngestHost(stores, time.steady())) {
        for (int device = 0; device < DEVICES; device++) {
          first.store.enrolments().enrol("clinic", "d" + device, "p" + device, Instant.EPOCH);
        }
        MqttLink link = first.listen(broker.port());
        Bookkeeping.await("the link", () -> link.state() == MqttState.CONNECTED);
      }
      AtomicInteger confirmed = new AtomicInteger();
      try (MqttPublisher publisher =
          new MqttPublisher(
              MqttAddress.of("127.0.0.1", broker.port(), "many-devices"),
              MqttPublisherSettings.standard(),
              MqttRole.FEED,
              MqttStateListener.none(),
              new SimpleMeterRegistry())) {
        publisher.start();
        for (int i = 0; i < MESSAGES; i++) {
          Instant at = Timeline.TRAFFIC_ENDS.plusSeconds(i / DEVICES);
          String payload = "{\"at\":\"%s\",\"bpm\":%d}".formatted(at, 60 + i % 90);
          publisher
              .publish(
                  OutboundMessage.of(
                      "carryover/v1/clinic/d%d/up/heart-rate".formatted(i % DEVICES),
                      payload.getBytes(StandardCharsets.UTF_8)))
              .thenRun(confirmed::incrementAndGet);
        }
        Bookkeeping.await("the broker", () -> confirmed.get() == MESSAGES);
      }
      assertThat(Bookkeeping.journalled(stores)).isZero();
      try (IngestHost second = new IngestHost(stores, time.steady())) {
        second.listen(broker.port());
        Bookkeeping.await(
            () -> Bookkeeping.journalled(stores) + " of " + MESSAGES + " journalled",
            () -> Bookkeeping.journalled(stores) >= MESSAGES && second.ingest.waiting() == 0);
        int readings = 0;
        for (int device = 0; device < DEVICES; device++) {
          readings +=
              second
                  .telemetry
                  .readings("p" + device, Instant.EPOCH, time.steady().instant())
                  .size();
        }
        System.out.println(
            "BacklogTest: sent %d, durable %d, duplicates 0, quarantined 0, lost %d"
                .formatted(MESSAGES, readings, MESSAGES - readings));
        assertThat(readings).isEqualTo(MESSAGES);
      }
    }
  }
}
