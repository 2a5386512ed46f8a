package health.carryover.deploy.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.ingest.mqtt.MqttAddress;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole data folder as the real service left it in November 2026, before accounts: journal,
 * records and the embedded broker's own store. {@code data-folder-2026-11.zip} is not made anew.
 *
 * <p>In it: the invented patient p1 with watch-1, six messages of a session sent by {@code publish}
 * (one without a time's offset), and a client reader-1 that was away with a lasting subscription to
 * what the device is told.
 */
class FirstDataFolderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant FAR_AWAY = Instant.parse("2099-01-01T00:00:00Z");
  private static final String TOPIC = "carryover/v1/clinic/watch-1/";

  @TempDir Path folder;

  @Test
  void goesOnWithTodaysProgram() throws Exception {
    unpack();
    String token = Files.readString(folder.resolve("admin.token"));
    Settings settings =
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0"));
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      until("the service to be subscribed", service::subscribed);
      assertThat(service.journalled()).isEqualTo(6);
      assertThat(service.directory().patient("p1").orElseThrow().displayName())
          .isEqualTo("Invented Person");
      assertThat(service.enrolments().patientOf("clinic", "watch-1", FAR_AWAY)).contains("p1");
      assertThat(service.telemetry().readings("p1", Instant.EPOCH, FAR_AWAY)).hasSize(120);
      assertThat((Object) pain(service).get("after")).isEqualTo(3.0);
      assertThat(Files.readString(folder.resolve("admin.token"))).isEqualTo(token);

      whatTheBrokerKeptIsDelivered(service.broker("reader-1"));
      sentAgainCountsOnceAndNewIsUsed(service);
    }
  }

  private static void whatTheBrokerKeptIsDelivered(MqttAddress broker) throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    MqttConnectOptions lasting = new MqttConnectOptions();
    lasting.setCleanSession(false);
    try (MqttClient reader = client(broker, "reader-1")) {
      reader.setCallback(new Listening(told));
      assertThat(reader.connectWithResult(lasting).getSessionPresent()).isTrue();
      until("what was kept for the reader", () -> !told.isEmpty());
      assertThat(told.get(0)).startsWith(TOPIC + "down/sync").contains("\"accepted\":");
      reader.disconnect();
    }
  }

  private static void sentAgainCountsOnceAndNewIsUsed(CarryoverService service) throws Exception {
    try (MqttClient watch = client(service.broker("watch-1"), "watch-1")) {
      watch.connect();
      send(
          watch,
          "{\"id\":\"m5\",\"at\":\"2026-01-12T09:21:00Z\",\"nrs\":3,\"slot\":\"after\",\"session\":\"s1\"}");
      send(
          watch,
          "{\"id\":\"m7\",\"at\":\"2026-01-12T18:00:00Z\",\"nrs\":6,\"slot\":\"evening\",\"session\":\"s1\"}");
      until(
          "the evening's pain to be used", () -> Objects.equals(pain(service).get("evening"), 6.0));
      assertThat(service.journalled()).isEqualTo(7);
      watch.disconnect();
    }
  }

  private static void send(MqttClient device, String payload) throws Exception {
    device.publish(TOPIC + "up/pain", payload.getBytes(UTF_8), 1, false);
  }

  private static MqttClient client(MqttAddress broker, String id) throws Exception {
    return new MqttClient(
        "tcp://" + broker.host() + ":" + broker.port(), id, new MemoryPersistence());
  }

  private static Map<?, ?> pain(CarryoverService service) {
    List<Map<String, @Nullable Object>> said =
        service.records().assessments("p1", Instant.EPOCH, FAR_AWAY);
    assertThat(said).hasSize(1);
    return said.get(0).get("pain") instanceof Map<?, ?> pain ? pain : Map.of();
  }

  private void unpack() throws Exception {
    try (InputStream resource =
            Objects.requireNonNull(
                FirstDataFolderTest.class.getResourceAsStream("data-folder-2026-11.zip"));
        ZipInputStream zip = new ZipInputStream(resource)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }

  private static void until(String what, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private record Listening(List<String> told)
      implements org.eclipse.paho.client.mqttv3.MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void messageArrived(String topic, org.eclipse.paho.client.mqttv3.MqttMessage message) {
      told.add(topic + " " + new String(message.getPayload(), UTF_8));
    }

    @Override
    public void deliveryComplete(org.eclipse.paho.client.mqttv3.IMqttDeliveryToken token) {}
  }
}
