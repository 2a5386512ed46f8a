package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A serving process is backed up while a device sends; the copy says the same elsewhere. */
class BackupOfServingTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int MINUTES = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void theCopyOfAServingProcessComesToTheSameAssessments() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder.resolve("here").resolve("store"))) {
      store.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      store.enrolments().enrol("clinic", "watch-2", "p2", Instant.EPOCH);
    }
    int port = freePort();
    Process process = serve(port);
    try (MqttPublisher first = device(port, "watch-1");
        MqttPublisher second = device(port, "watch-2")) {
      session(first);
      await(
          () -> count("records.db", "outcomes WHERE document LIKE '%\"activeMinutes\":20.0%'") > 0);
      AtomicBoolean enough = new AtomicBoolean();
      CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(second, enough));
      long before = count("journal.db", "entries");
      await(() -> count("journal.db", "entries") > before + 100);
      assertThat(run("backup", "here").exit()).isZero();
      enough.set(true);
      sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } finally {
      process.destroy();
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(run("restore", "there").exit()).isZero();
    List<Map<String, Object>> here = assessments("here");
    assertThat(here).hasSize(1);
    assertThat(assessments("there")).isEqualTo(here);
  }

  /** As the service on that folder says, when it has used everything it has. */
  private List<Map<String, Object>> assessments(String data) throws Exception {
    try (CarryoverService service =
        CarryoverService.start(
            SettingsReader.fromEnvironment(environment(data, freePort())),
            InstantSource.system())) {
      await(() -> service.waiting() == 0);
      return service.records().assessments("p1", Instant.EPOCH, START.plus(Duration.ofDays(1)));
    }
  }

  private static void session(MqttPublisher device) throws Exception {
    publish(device, "watch-1", "session", event("started", START, ""));
    for (int minute = 0; minute < MINUTES; minute++) {
      publish(
          device, "watch-1", "heart-rate", minute(START.plus(Duration.ofMinutes(minute)), minute));
    }
    Instant end = START.plus(Duration.ofMinutes(MINUTES));
    publish(device, "watch-1", "session", event("ended", end, ",\"rpe\":4"));
  }

  private static void send(MqttPublisher device, AtomicBoolean enough) {
    try {
      for (int i = 0; !enough.get(); i++) {
        publish(device, "watch-2", "heart-rate", minute(START.plusSeconds(60L * i), i % 40));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String event(String name, Instant at, String more) {
    return "{\"session\":\"s1\",\"event\":\"%s\",\"at\":\"%s\"%s}".formatted(name, at, more);
  }

  private static String minute(Instant from, int effort) {
    return "{\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%s120]}"
        .formatted(from, (100 + effort + ",").repeat(59));
  }

  private static void publish(MqttPublisher publisher, String device, String stream, String payload)
      throws Exception {
    publisher
        .publish(
            OutboundMessage.of(
                "carryover/v1/clinic/" + device + "/up/" + stream,
                payload.getBytes(StandardCharsets.UTF_8)))
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static MqttPublisher device(int port, String name) {
    MqttPublisher device =
        new MqttPublisher(
            MqttAddress.of("127.0.0.1", port, name),
            MqttPublisherSettings.standard(),
            MqttRole.FEED,
            MqttStateListener.none(),
            new SimpleMeterRegistry());
    device.start();
    return device;
  }

  private Process serve(int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Carryover.class.getName(),
            "serve");
    builder.environment().putAll(environment("here", port));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("serve.log").toFile())
        .start();
  }

  private Map<String, String> environment(String data, int port) {
    return new HashMap<>(
        Map.of(
            "CARRYOVER_DATA_FOLDER",
            folder.resolve(data).toString(),
            "CARRYOVER_DASHBOARD_PORT",
            "0",
            "CARRYOVER_MANAGEMENT_PORT",
            "0",
            "CARRYOVER_BROKER_PORT",
            String.valueOf(port)));
  }

  private CommandRun run(String command, String data) throws Exception {
    Path config = folder.resolve(data + ".properties");
    Files.writeString(config, "data.folder=" + folder.resolve(data) + "\n");
    return CommandRun.of(
        List.of(command, "--config", config.toString(), folder.resolve("backup").toString()));
  }

  private long count(String file, String what) {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + folder.resolve("here").resolve("store").resolve(file));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + what)) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException busy) {
      return -1;
    }
  }

  private static void await(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
