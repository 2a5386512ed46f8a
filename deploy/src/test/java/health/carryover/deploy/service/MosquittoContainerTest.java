package health.carryover.deploy.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.config.SettingsReader;
import health.carryover.store.container.ServerImage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** The service at a Mosquitto in a container. */
class MosquittoContainerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PORT = 1883;

  /** As much as an installation without strangers needs: what it keeps and how much. */
  private static final String CONFIGURATION =
      """
      listener 1883
      allow_anonymous true
      max_inflight_messages 1000
      max_queued_messages 100000
      log_dest stderr
      """;

  @TempDir Path folder;

  @Test
  void everythingPublishedIsJournalled() throws Exception {
    try (GenericContainer<?> server = ServerImage.MOSQUITTO.container()) {
      server
          .withExposedPorts(PORT)
          .withCopyToContainer(
              Transferable.of(CONFIGURATION, 0644), "/mosquitto/config/mosquitto.conf")
          .waitingFor(Wait.forLogMessage(".*mosquitto version .* running.*", 1))
          .start();
      int port = server.getMappedPort(PORT);
      try (CarryoverService service = service(port)) {
        until("the service to be subscribed", service::subscribed);
        MqttClient device =
            new MqttClient("tcp://localhost:" + port, "d1", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        // Paho counts a message as under way until its callbacks have run, after publish returned.
        options.setMaxInflight(1_000);
        device.connect(options);
        for (int i = 0; i < 100; i++) {
          String pain = "{\"id\":\"%d\",\"at\":\"2026-03-02T09:00:00Z\",\"nrs\":3}".formatted(i);
          device.publish("carryover/v1/c/d1/up/pain", pain.getBytes(UTF_8), 1, false);
        }
        until("all to be in the journal", () -> service.journalled() == 100);
        device.disconnect();
        device.close();
      }
    }
  }

  private CarryoverService service(int port) throws Exception {
    return CarryoverService.start(
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
                "CARRYOVER_CLINIC_ID", "c",
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_KIND", "external",
                "CARRYOVER_BROKER_PORT", String.valueOf(port))),
        InstantSource.system());
  }

  private static void until(String what, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(giveUpAt);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
