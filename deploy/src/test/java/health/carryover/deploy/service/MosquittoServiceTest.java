package health.carryover.deploy.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.broker.Mosquitto;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.tls.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.IMqttMessageListener;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service at a real Mosquitto with the files that ship, and devices that speak MQTT 3.1.1 over
 * TLS to it.
 */
class MosquittoServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GROUP = "known-to-services-alone";
  private static final Map<String, String> SHARED = Map.of("CARRYOVER_BROKER_SHARED_GROUP", GROUP);

  @TempDir static Path certificates;
  private static TestCertificates made;

  @TempDir Path folder;
  private Mosquitto broker;
  private int sent;

  @BeforeAll
  static void make() throws Exception {
    Mosquitto.require();
    made = TestCertificates.in(certificates).server("server");
  }

  @BeforeEach
  void start() throws Exception {
    broker =
        new Mosquitto(
                folder.resolve("mosquitto"),
                made,
                Map.of(Mosquitto.SERVICE, "service-secret", "d1", "one", "d2", "two"))
            .start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aDeviceSendsAndHearsWhatIsStored() throws Exception {
    try (CarryoverService service = service("a", Map.of());
        Device device = new Device("d1", "one")) {
      connected(service);
      List<String> told = device.listen("carryover/v1/c/d1/down/+");
      device.send(20);
      until("all to be in the journal", () -> service.journalled() == 20);
      until(
          "the device to hear that all is stored",
          () -> told.stream().anyMatch(text -> text.contains("\"durableSeq\":20")));
    }
  }

  @Test
  void whatComesWhileTheServiceIsAwayOutlivesARestartOfTheBroker() throws Exception {
    try (CarryoverService service = service("a", Map.of())) {
      connected(service);
    }
    try (Device device = new Device("d1", "one")) {
      device.send(50);
    }
    broker.stop();
    broker.start();
    try (CarryoverService again = service("a", Map.of())) {
      until("what was kept to arrive", () -> again.journalled() == 50);
      stopBrokerOf(again);
      broker.start();
      connected(again);
      try (Device device = new Device("d1", "one")) {
        device.send(50);
      }
      until("what came after the restart", () -> again.journalled() == 100);
    }
  }

  @Test
  void aBrokerThatForgotTheSessionIsSubscribedToAgain() throws Exception {
    try (CarryoverService service = service("a", Map.of())) {
      connected(service);
      stopBrokerOf(service);
      broker.forget();
      broker.start();
      connected(service);
      try (Device device = new Device("d1", "one")) {
        device.send(10);
      }
      until("new messages to arrive", () -> service.journalled() == 10);
    }
  }

  @Test
  void twoServicesShareTheMessagesAndLoseNone() throws Exception {
    try (CarryoverService one = service("one", SHARED);
        Device first = new Device("d1", "one");
        Device second = new Device("d2", "two")) {
      connected(one);
      try (CarryoverService two = service("two", SHARED)) {
        connected(two);
        first.send(100);
        second.send(100);
        until("all to be stored", () -> one.journalled() + two.journalled() == 200);
        assertThat(one.journalled()).isBetween(1L, 199L);
      }
      // What is the absent one's share waits for it.
      long before = one.journalled();
      first.send(100);
      try (CarryoverService two = service("two", SHARED)) {
        until("all to be stored", () -> one.journalled() + two.journalled() == 300);
        assertThat(one.journalled()).isGreaterThan(before);
      }
    }
  }

  /** Mosquitto grants every subscription, and checks the right to read only when it delivers. */
  @Test
  void aDeviceReadsNothingInASharedGroupAndTakesNothingAwayFromOneItCannotName() throws Exception {
    try (CarryoverService one = service("one", SHARED);
        Device thief = new Device("d2", "two");
        Device device = new Device("d1", "one")) {
      connected(one);
      List<String> stolen = thief.listen("$share/carryover/carryover/v1/+/+/up/+");
      device.send(100);
      until("all to be stored", () -> one.journalled() == 100);
      // Whoever does know the group's name makes messages vanish, and still reads none.
      List<String> read = thief.listen("$share/" + GROUP + "/carryover/v1/+/+/up/+");
      device.send(10);
      List<String> own = thief.listen("carryover/v1/c/d2/down/+");
      thief.send(4);
      until("the broker to have delivered what it does", () -> !own.isEmpty());
      assertThat(stolen).isEmpty();
      assertThat(read).isEmpty();
    }
  }

  private CarryoverService service(String name, Map<String, String> more) throws Exception {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve(name).toString(),
                "CARRYOVER_CLINIC_ID", "c",
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_KIND", "external",
                "CARRYOVER_BROKER_PORT", String.valueOf(broker.servicePort()),
                "CARRYOVER_BROKER_USER", Mosquitto.SERVICE,
                "CARRYOVER_BROKER_PASSWORD", "service-secret",
                "CARRYOVER_BROKER_INSTANCE", name));
    settings.putAll(more);
    return CarryoverService.start(SettingsReader.fromEnvironment(settings), InstantSource.system());
  }

  private static void connected(CarryoverService service) {
    until("the service to be subscribed", service::subscribed);
  }

  /** Stops it for so long that the service has noticed, and is not taken for connected still. */
  private void stopBrokerOf(CarryoverService service) throws InterruptedException {
    broker.stop();
    until("the service to miss its broker", () -> !service.subscribed());
  }

  /** A device on the library that speaks 3.1.1. */
  private final class Device implements AutoCloseable {
    private final String name;
    private final MqttClient client;
    private final String boot = "b" + System.nanoTime();
    private int seq;

    Device(String name, String secret) throws Exception {
      this.name = name;
      this.client =
          new MqttClient("ssl://localhost:" + broker.devicePort(), name, new MemoryPersistence());
      MqttConnectOptions options = new MqttConnectOptions();
      options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
      options.setUserName(name);
      options.setPassword(secret.toCharArray());
      options.setSocketFactory(made.client().getSocketFactory());
      options.setHttpsHostnameVerificationEnabled(true);
      options.setCleanSession(false);
      options.setMaxInflight(1_000);
      options.setWill(
          "carryover/v1/c/" + name + "/status", "{\"state\":\"lost\"}".getBytes(UTF_8), 1, true);
      client.connect(options);
    }

    /** Publishes that many and waits until the broker has them. */
    void send(int count) throws MqttException {
      for (int i = 0; i < count; i++) {
        sent++;
        seq++;
        String payload =
            "{\"boot\":\"%s\",\"seq\":%d,\"at\":\"2026-03-02T09:00:00Z\",\"nrs\":%d,\"id\":\"%d\"}"
                .formatted(boot, seq, sent % 10, sent);
        client.publish("carryover/v1/c/" + name + "/up/pain", payload.getBytes(UTF_8), 1, false);
      }
    }

    List<String> listen(String filter) throws MqttException {
      List<String> heard = new CopyOnWriteArrayList<>();
      IMqttMessageListener listener =
          (topic, message) -> heard.add(new String(message.getPayload(), UTF_8));
      client.subscribe(filter, 1, listener);
      return heard;
    }

    @Override
    public void close() throws MqttException {
      client.disconnectForcibly(0, 1_000, true);
      client.close();
    }
  }

  private static void until(String what, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(giveUpAt);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
