package health.carryover.deploy.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.PatientShares;
import health.carryover.deploy.broker.Mosquitto;
import health.carryover.deploy.tls.TestCertificates;
import health.carryover.store.postgres.PostgresAddress;
import health.carryover.store.postgres.PostgresStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two services on one PostgreSQL and one Mosquitto, each with half of the patients. One of them
 * sleeps for a while, and later is killed with SIGKILL, while devices send. What is stored in the
 * end is what one core says of the journal in one go, number by number.
 */
class SharedServicesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(20));
  private static final List<String> DEVICES = List.of("d1", "d2", "d3", "d4", "d5", "d6");
  private static final int EACH = 20;

  @TempDir static Path certificates;
  private static TestCertificates made;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Device> devices = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private Mosquitto broker;
  private SharedDatabase database;

  @BeforeAll
  static void make() throws Exception {
    Mosquitto.require();
    made = TestCertificates.in(certificates).server("server");
  }

  @Test
  void oneThatSleepsAndOneThatIsKilledAreStoodInForAndNothingIsLostOrSaidTwice() throws Exception {
    Map<String, String> secrets = new HashMap<>(Map.of(Mosquitto.SERVICE, "service-secret"));
    DEVICES.forEach(device -> secrets.put(device, "secret-of-" + device));
    secrets.put("listener", "of-the-listener");
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Mosquitto mosquitto =
            new Mosquitto(
                    folder.resolve("mosquitto"),
                    made,
                    secrets,
                    "user listener",
                    "topic read carryover/v1/c/alerts")
                .start()) {
      broker = mosquitto;
      PostgresAddress address =
          new PostgresAddress(
              "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", "");
      enrol(address);
      database = new SharedDatabase(server.getPostgresDatabase(), settings("a", 0, address));
      int portOfA = freePort();
      Process a = serve("a", portOfA, address);
      until("the first to be ready", () -> ready(portOfA));
      until("the first to have everything", () -> database.holders().equals(List.of(64L)));
      int portOfB = freePort();
      serve("b", portOfB, address);
      until("the second to be ready", () -> ready(portOfB));
      until("both to have half", () -> database.holders().equals(List.of(32L, 32L)));
      Set<String> published = ConcurrentHashMap.newKeySet();
      try (Device listener = new Device("listener", "of-the-listener")) {
        listener.client.subscribe(
            "carryover/v1/c/alerts",
            1,
            (topic, message) -> published.add(new String(message.getPayload(), UTF_8)));
        for (String device : DEVICES) {
          devices.add(new Device(device, secrets.get(device)));
        }
        send(EACH);
        signal(a, "STOP");
        send(EACH);
        until("the second to have everything", () -> database.holders().equals(List.of(64L)));
        until("it to have used everything journalled", database::isAsInOneGo);
        signal(a, "CONT");
        until("the first to say that it was out", () -> log("a").contains("CO-1008"));
        until("it to have half again", () -> database.holders().equals(List.of(32L, 32L)));
        send(EACH);
        until(
            "everything to be journalled",
            () -> database.journalled() == devices.size() * 3 * EACH);
        until("everything to be used", database::isAsInOneGo);

        send(EACH);
        a.destroyForcibly();
        send(EACH);
        until("the second to have everything", () -> database.holders().equals(List.of(64L)));
        until("it to have used everything journalled", database::isAsInOneGo);
        // What the broker had given the dead one waits for it, or for a stand-in of its name.
        serve("a", portOfA, address);
        until(
            "everything to be journalled",
            () -> database.journalled() == devices.size() * 5 * EACH);
        until("everything to be used", database::isAsInOneGo);
        Set<String> alerts = database.alerts();
        assertThat(alerts).hasSizeGreaterThanOrEqualTo(devices.size());
        until("every alert to be published", () -> alertsIn(published).containsAll(alerts));
      } finally {
        for (Device device : devices) {
          device.close();
        }
        for (Process process : processes) {
          process.destroy();
        }
        for (Process process : processes) {
          process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
      }
      try (PostgresStore store = PostgresStore.open(address)) {
        assertThat(store.journal().lastSequence()).isEqualTo(devices.size() * 5 * EACH);
        assertThat(store.journal().read(0, Integer.MAX_VALUE))
            .allSatisfy(stored -> assertThat(stored.entry().rejections()).isEmpty());
      }
    }
  }

  private static void enrol(PostgresAddress address) {
    try (PostgresStore store = PostgresStore.open(address)) {
      for (String device : DEVICES) {
        store.enrolments().enrol("c", device, patient(device), Instant.EPOCH);
      }
    }
    assertThat(DEVICES.stream().map(device -> PatientShares.of(patient(device)) < 32).distinct())
        .as("patients of either half")
        .hasSize(2);
  }

  private static String patient(String device) {
    return "patient-" + device;
  }

  private Set<String> alertsIn(Set<String> published) {
    Set<String> alerts = new TreeSet<>();
    published.forEach(text -> alerts.add(database.key(text)));
    return alerts;
  }

  private void send(int each) throws MqttException {
    for (int i = 0; i < each; i++) {
      for (Device device : devices) {
        device.send();
      }
    }
  }

  private Map<String, String> settings(String name, int managementPort, PostgresAddress address) {
    Map<String, String> settings = new HashMap<>();
    settings.put("CARRYOVER_DATA_FOLDER", folder.resolve(name).toString());
    settings.put("CARRYOVER_CLINIC_ID", "c");
    settings.put("CARRYOVER_DASHBOARD_PORT", "0");
    settings.put("CARRYOVER_MANAGEMENT_PORT", String.valueOf(managementPort));
    settings.put("CARRYOVER_BROKER_KIND", "external");
    settings.put("CARRYOVER_BROKER_PORT", String.valueOf(broker.servicePort()));
    settings.put("CARRYOVER_BROKER_USER", Mosquitto.SERVICE);
    settings.put("CARRYOVER_BROKER_PASSWORD", "service-secret");
    settings.put("CARRYOVER_BROKER_INSTANCE", name);
    settings.put("CARRYOVER_BROKER_SHARED_GROUP", "known-to-services-alone");
    settings.put("CARRYOVER_STORE_KIND", "postgresql");
    settings.put("CARRYOVER_STORE_URL", address.url());
    settings.put("CARRYOVER_STORE_USER", address.user());
    settings.put("CARRYOVER_STORE_IN_USE", "share");
    return settings;
  }

  private Process serve(String name, int managementPort, PostgresAddress address)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "health.carryover.deploy.command.Carryover",
            "serve");
    builder.environment().putAll(settings(name, managementPort, address));
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name + ".log"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void signal(Process process, String name) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor())
        .isZero();
  }

  private boolean ready(int port) {
    try {
      return http.send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void until(String what, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("still waiting for %s\n%s\n%s", what, database, folder.toFile().list())
          .isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A watch and a diary: a session without end, heart rate, pain and now and then a red flag. */
  private final class Device implements AutoCloseable {
    private final String name;
    private final MqttClient client;
    private int sent;

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
      client.connect(options);
    }

    /** Publishes one message and waits until the broker has it. */
    void send() throws MqttException {
      Instant at = START.plusSeconds(sent * 2L);
      String stream = "heart-rate";
      String content =
          "\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%d,%d]"
              .formatted(at, 100 + sent % 40, 101 + sent % 40);
      if (sent == 0) {
        stream = "session";
        content = "\"session\":\"s-%s\",\"event\":\"started\",\"at\":\"%s\"".formatted(name, at);
      } else if (sent % 10 == 0) {
        stream = "pain";
        content = "\"at\":\"%s\",\"nrs\":%d".formatted(at, sent / 10 % 11);
      } else if (sent % 25 == 0) {
        stream = "safety";
        content = "\"at\":\"%s\",\"redFlags\":[\"chest-pain\"]".formatted(at);
      }
      String payload = "{\"id\":\"%s-%d\",%s}".formatted(name, sent, content);
      client.publish("carryover/v1/c/" + name + "/up/" + stream, payload.getBytes(UTF_8), 1, false);
      sent++;
    }

    @Override
    public void close() throws MqttException {
      client.disconnectForcibly(0, 1_000, true);
      client.close();
    }
  }
}
