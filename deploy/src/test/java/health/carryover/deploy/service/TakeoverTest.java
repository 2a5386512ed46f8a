package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.broker.BrokerAccess;
import health.carryover.deploy.broker.BrokerSettings;
import health.carryover.deploy.broker.EmbeddedBroker;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.store.postgres.PostgresAddress;
import health.carryover.store.postgres.PostgresStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two services on one database and one broker: one works, one waits. The one at work is killed with
 * SIGKILL while devices send; the other takes its place, and its patients go on where they were.
 */
class TakeoverTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int MESSAGES = 1_200;
  private static final int READINGS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void theSecondServiceGoesOnWhereTheKilledOneWas() throws Exception {
    try (EmbeddedPostgres database = EmbeddedPostgres.start();
        EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerSettings.local(0, folder.resolve("broker")),
                BrokerAccess.anyoneOnThisMachine())) {
      PostgresAddress address = address(database);
      try (PostgresStore store = PostgresStore.open(address)) {
        store.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      }
      int firstPort = freePort();
      int secondPort = freePort();
      Process first = serve("first", firstPort, broker.port(), address);
      await(() -> status(firstPort, "ready") == 200);
      Process second = serve("second", secondPort, broker.port(), address);
      await(() -> status(secondPort, "started") == 200);
      assertThat(status(secondPort, "ready")).as("waiting, and says so").isEqualTo(503);
      assertThat(status(secondPort, "live")).isEqualTo(200);

      AtomicInteger confirmed = new AtomicInteger();
      try (MqttPublisher device = device(broker.port())) {
        device.start();
        publish(device, "session", event("started", START), confirmed);
        for (int i = 0; i < MESSAGES; i++) {
          publish(device, "heart-rate", heartRate(i), confirmed);
          if (i == MESSAGES / 3) {
            await(() -> journalled(database) > MESSAGES / 10);
            first.destroyForcibly();
          }
        }
        publish(
            device, "session", event("ended", START.plusSeconds(MESSAGES * READINGS)), confirmed);
        await(() -> confirmed.get() == MESSAGES + 2);
      }
      await(() -> status(secondPort, "ready") == 200);
      await(() -> journalled(database) == MESSAGES + 2);
      await(() -> assessed(database));
      second.destroy();
      assertThat(second.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).exitValue())
          .isIn(0, 128 + 15);
      check(address);
    }
  }

  /** As if its machine had slept for a while: its connections are gone when it wakes. */
  @Test
  void aServiceWhosePlaceWasTakenWhileItSleptEndsByItself() throws Exception {
    try (EmbeddedPostgres database = EmbeddedPostgres.start();
        EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerSettings.local(0, folder.resolve("broker")),
                BrokerAccess.anyoneOnThisMachine())) {
      PostgresAddress address = address(database);
      try (PostgresStore store = PostgresStore.open(address)) {
        store.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      }
      int firstPort = freePort();
      int secondPort = freePort();
      Process first = serve("first", firstPort, broker.port(), address);
      await(() -> status(firstPort, "ready") == 200);
      List<Integer> ofFirst = connections(database);
      Process second = serve("second", secondPort, broker.port(), address);
      await(() -> status(secondPort, "started") == 200);
      AtomicInteger confirmed = new AtomicInteger();
      try (MqttPublisher device = device(broker.port())) {
        device.start();
        publish(device, "session", event("started", START), confirmed);
        signal(first, "STOP");
        for (int pid : ofFirst) {
          count(database, "SELECT CASE WHEN pg_terminate_backend(" + pid + ") THEN 1 ELSE 0 END");
        }
        await(() -> status(secondPort, "ready") == 200);
        for (int i = 0; i < MESSAGES; i++) {
          publish(device, "heart-rate", heartRate(i), confirmed);
          if (i == MESSAGES / 3) {
            signal(first, "CONT");
          }
        }
        publish(
            device, "session", event("ended", START.plusSeconds(MESSAGES * READINGS)), confirmed);
        await(() -> confirmed.get() == MESSAGES + 2);
      }
      assertThat(first.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).exitValue())
          .isEqualTo(1);
      assertThat(Files.readString(folder.resolve("first.log")))
          .contains("CO-1008", "another service has taken the stores over; start again");
      await(() -> journalled(database) == MESSAGES + 2);
      await(() -> assessed(database));
      assertThat(second.isAlive()).isTrue();
      second.destroy();
      second.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      check(address);
    }
  }

  private static void signal(Process process, String name) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor())
        .isZero();
  }

  /** The server's processes for connections of services. */
  private static List<Integer> connections(EmbeddedPostgres database) throws SQLException {
    List<Integer> found = new ArrayList<>();
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'carryover'")) {
      while (rows.next()) {
        found.add(rows.getInt(1));
      }
    }
    return found;
  }

  private static void check(PostgresAddress address) {
    try (PostgresStore store = PostgresStore.open(address)) {
      assertThat(store.telemetry().readings("p1", Instant.EPOCH, START.plus(Duration.ofDays(1))))
          .hasSize(MESSAGES * READINGS);
      assertThat(
              store
                  .outcomeRecords()
                  .assessments("p1", Instant.EPOCH, START.plus(Duration.ofDays(1))))
          .singleElement()
          .satisfies(
              said -> {
                assertThat(said.get("session")).isEqualTo("s1");
                assertThat(((Number) said.get("activeMinutes")).doubleValue())
                    .isEqualTo(MESSAGES * READINGS / 60.0);
                assertThat(((Number) said.get("coverage")).doubleValue()).isEqualTo(1);
              });
    }
  }

  private static String event(String name, Instant at) {
    return "{\"session\":\"s1\",\"event\":\"%s\",\"at\":\"%s\"}".formatted(name, at);
  }

  private static String heartRate(int i) {
    return "{\"id\":\"m%d\",\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%d,%d]}"
        .formatted(i, START.plusSeconds((long) i * READINGS), 100 + i % 40, 101 + i % 40);
  }

  private static void publish(
      MqttPublisher device, String stream, String payload, AtomicInteger confirmed)
      throws InterruptedException {
    device
        .publish(
            OutboundMessage.of(
                "carryover/v1/clinic/watch-1/up/" + stream,
                payload.getBytes(StandardCharsets.UTF_8)))
        .thenRun(confirmed::incrementAndGet);
  }

  private static MqttPublisher device(int port) {
    return new MqttPublisher(
        MqttAddress.of("127.0.0.1", port, "watch-1"),
        MqttPublisherSettings.standard(),
        MqttRole.FEED,
        MqttStateListener.none(),
        new SimpleMeterRegistry());
  }

  private static PostgresAddress address(EmbeddedPostgres database) {
    return new PostgresAddress(
        "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres", "postgres", "");
  }

  private Process serve(String name, int managementPort, int brokerPort, PostgresAddress address)
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
    Map<String, String> settings = new HashMap<>();
    settings.put("CARRYOVER_DATA_FOLDER", folder.resolve(name).toString());
    settings.put("CARRYOVER_DASHBOARD_PORT", "0");
    settings.put("CARRYOVER_MANAGEMENT_PORT", String.valueOf(managementPort));
    settings.put("CARRYOVER_BROKER_KIND", "external");
    settings.put("CARRYOVER_BROKER_PORT", String.valueOf(brokerPort));
    settings.put("CARRYOVER_STORE_KIND", "postgresql");
    settings.put("CARRYOVER_STORE_URL", address.url());
    settings.put("CARRYOVER_STORE_USER", address.user());
    settings.put("CARRYOVER_STORE_IN_USE", "wait");
    builder.environment().putAll(settings);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private int status(int port, String kind) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/" + kind))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException notYet) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static long journalled(EmbeddedPostgres database) {
    return count(database, "SELECT COUNT(*) FROM carryover_journal.entries");
  }

  private static boolean assessed(EmbeddedPostgres database) {
    return count(
            database,
            "SELECT COUNT(*) FROM carryover_records.assessments a JOIN carryover_records.outcomes o"
                + " ON o.patient = a.patient AND o.ordinal = a.ordinal WHERE a.newest"
                + " AND o.document LIKE '%\"activeMinutes\":40.0%'")
        == 1;
  }

  private static long count(EmbeddedPostgres database, String sql) {
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
