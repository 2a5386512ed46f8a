package health.carryover.deploy.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.deploy.command.CommandRun;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.service.ServiceStartException;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.store.influx.InfluxServer;
import health.carryover.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation that worked on files moves to servers and says there what it said before. */
class MigrateStoreTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int MINUTES = 30;
  private static final int OLD_ENTRIES = 10_000;
  private static final int KILLS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final List<String> ANY_PORTS =
      List.of("broker.port=0", "dashboard.port=0", "management.port=0");

  @TempDir Path folder;

  /** What people see of a patient. */
  private record Said(List<Map<String, Object>> assessments, List<?> alerts, int readings) {
    static Said by(CarryoverService service) {
      Instant end = START.plus(Duration.ofDays(30));
      return new Said(
          service.records().assessments("p1", Instant.EPOCH, end),
          service.records().alerts(AlertFilter.ALL, 1_000),
          service.telemetry().readings("p1", Instant.EPOCH, end).size());
    }
  }

  @Test
  void aMoveToPostgresqlThatIsKilledGoesOnAndTheServiceSaysTheSameThere() throws Exception {
    long seed = Long.getLong("carryover.seed", System.nanoTime());
    System.out.println("MigrateStoreTest: -Dcarryover.seed=" + seed);
    Random random = new Random(seed);
    Path files = settings("files", "data.folder=" + folder.resolve("data"));
    Said before = work(files);
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      Path database =
          settings(
              "database",
              "data.folder=" + folder.resolve("data"),
              "store.kind=postgresql",
              "store.url=jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
              "store.user=postgres");
      boolean ended = false;
      for (int kill = 0; kill < KILLS && !ended; kill++) {
        ended = endsBeforeItIsKilled(files, database, 1 + random.nextInt(8));
        System.out.println("kill " + (kill + 1) + (ended ? " came too late" : " in the middle"));
        if (ended) {
          continue;
        }
        assertThatThrownBy(() -> start(database).close())
            .isInstanceOf(ServiceStartException.class)
            .hasMessageContaining("A move into these stores has not ended");
      }
      CommandRun moved = move(files, database);
      assertThat(moved.err()).isEmpty();
      assertThat(moved.exit()).isZero();
      assertThat(moved.out())
          .contains(
              ended ? "everything was there before" : "went on after an earlier run",
              "checked  journal.entries: 10,0",
              "Moved.");
      assertThat(move(files, database).out()).contains("everything was there before");

      try (CarryoverService service = start(database)) {
        assertThat(Said.by(service)).isEqualTo(before);
        // The monitor goes on where it was: the evening's pain revises the same session.
        try (MqttPublisher device = device(service)) {
          device.start();
          publish(device, "pain", pain(START.plus(Duration.ofHours(9)), 7, "evening"));
        }
        await(() -> !Said.by(service).equals(before) && service.waiting() == 0);
        assertThat(Said.by(service).assessments()).hasSize(1);
      }
      CommandRun refused = move(files, database);
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("hold other data already").hasLineCount(1);

      Path back = settings("back", "data.folder=" + folder.resolve("back"));
      assertThat(move(database, back).err()).isEmpty();
      Said there;
      try (CarryoverService service = start(database)) {
        there = Said.by(service);
      }
      try (CarryoverService service = start(back)) {
        assertThat(Said.by(service)).isEqualTo(there);
      }
    }
  }

  @Test
  void heartRateGoesToTheServerOfTheNewSettingsAndBack() throws Exception {
    try (InfluxServer server =
        InfluxServer.start(Files.createDirectory(folder.resolve("influx")))) {
      Path files = settings("files", "data.folder=" + folder.resolve("data"));
      Said before = work(files);
      Path influx =
          settings(
              "influx",
              "data.folder=" + folder.resolve("other"),
              "telemetry.kind=influxdb",
              "telemetry.api=v1",
              "telemetry.url=" + server.url());
      CommandRun moved = move(files, influx);
      assertThat(moved.err()).isEmpty();
      assertThat(moved.out())
          .contains(
              "checked  records.heart_rate_blocks: 0 rows",
              "checked  heart rate: %,d readings".formatted(before.readings()));
      assertThat(move(files, influx).exit()).isZero();
      try (CarryoverService service = start(influx)) {
        assertThat(Said.by(service)).isEqualTo(before);
      }
      Path third =
          settings(
              "third",
              "data.folder=" + folder.resolve("third"),
              "telemetry.kind=influxdb",
              "telemetry.api=v1",
              "telemetry.url=" + server.url());
      CommandRun refused = move(files, third);
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("holds heart rate already");

      Path back = settings("back", "data.folder=" + folder.resolve("back"));
      assertThat(move(influx, back).err()).isEmpty();
      try (CarryoverService service = start(back)) {
        assertThat(Said.by(service)).isEqualTo(before);
      }
    }
  }

  @Test
  void whatCannotBeginSaysWhy() throws Exception {
    Path files = settings("files", "data.folder=" + folder.resolve("data"));
    Path other = settings("other", "data.folder=" + folder.resolve("other"));
    assertThat(move(files, other).err()).contains("There is nothing to move in");
    assertThat(folder.resolve("data")).doesNotExist();
    try (SqliteStore open = SqliteStore.open(folder.resolve("data").resolve("store"))) {
      assertThat(move(files, files).err()).contains("in the same place");
      assertThat(move(files, other).err()).contains("in use by another service");
      assertThat(open.complaint()).isEmpty();
    }
  }

  /** A service that has some past and sees a session that is too much for its patient. */
  private Said work(Path config) throws Exception {
    try (SqliteStore store = SqliteStore.open(folder.resolve("data").resolve("store"))) {
      for (int i = 0; i < OLD_ENTRIES; i += 1_000) {
        store.journal().append(refused(i));
      }
    }
    try (CarryoverService service = start(config)) {
      service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      try (MqttPublisher device = device(service)) {
        device.start();
        publishSession(device);
      }
      await(() -> finished(service) && service.waiting() == 0);
      await(() -> Said.by(service).readings() == MINUTES * 60);
      return Said.by(service);
    }
  }

  private static List<JournalEntry> refused(int from) {
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = from; i < from + 1_000; i++) {
      entries.add(
          new JournalEntry(
              START.minusSeconds(i),
              "carryover/v1/clinic/watch-9/up/pain",
              null,
              ("{" + "x".repeat(200) + i).getBytes(StandardCharsets.UTF_8),
              "refused/" + i,
              "digest-" + i,
              null,
              List.of(
                  new Rejection("payload.malformed", Rejection.WHOLE_MESSAGE, "It is no JSON."))));
    }
    return entries;
  }

  private static boolean finished(CarryoverService service) {
    List<Map<String, Object>> assessments = Said.by(service).assessments();
    return assessments.size() == 1
        && !Said.by(service).alerts().isEmpty()
        && assessments.get(0).get("pain") instanceof Map<?, ?> pain
        && pain.get("after") != null;
  }

  private static void publishSession(MqttPublisher device) throws Exception {
    publish(device, "session", "{\"session\":\"s1\",\"event\":\"started\",\"at\":\"%s\"}", START);
    for (int minute = 0; minute < MINUTES; minute++) {
      publish(
          device,
          "heart-rate",
          "{\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[" + "171,".repeat(59) + "172]}",
          START.plus(Duration.ofMinutes(minute)));
    }
    Instant end = START.plus(Duration.ofMinutes(MINUTES));
    publish(device, "session", "{\"session\":\"s1\",\"event\":\"ended\",\"at\":\"%s\"}", end);
    publish(device, "pain", pain(end.plusSeconds(60), 9, "after"));
    publish(device, "safety", "{\"at\":\"%s\",\"redFlags\":[\"chest-pain\"]}", end.plusSeconds(90));
  }

  private static String pain(Instant at, int score, String slot) {
    return "{\"at\":\"%s\",\"nrs\":%d,\"slot\":\"%s\",\"session\":\"s1\",\"flare\":true}"
        .formatted(at, score, slot);
  }

  private static MqttPublisher device(CarryoverService service) {
    return new MqttPublisher(
        service.broker("watch-1"),
        MqttPublisherSettings.standard(),
        MqttRole.FEED,
        MqttStateListener.none(),
        new SimpleMeterRegistry());
  }

  private static void publish(MqttPublisher device, String stream, String payload, Object... of)
      throws Exception {
    device
        .publish(
            OutboundMessage.of(
                "carryover/v1/clinic/watch-1/up/" + stream,
                payload.formatted(of).getBytes(StandardCharsets.UTF_8)))
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static CarryoverService start(Path config) throws Exception {
    CarryoverService service =
        CarryoverService.start(SettingsReader.fromFile(config, Map.of()), InstantSource.system());
    await(service::subscribed);
    return service;
  }

  private Path settings(String name, String... lines) throws IOException {
    Path file = folder.resolve(name + ".properties");
    List<String> all = new ArrayList<>(ANY_PORTS);
    all.addAll(List.of(lines));
    return Files.write(file, all);
  }

  private static CommandRun move(Path from, Path to) {
    return CommandRun.of(
        List.of("migrate-store", "--from", from.toString(), "--to", to.toString()));
  }

  /** The command in a process of its own, killed after so many of its lines. */
  private boolean endsBeforeItIsKilled(Path from, Path to, int lines) throws Exception {
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "health.carryover.deploy.command.Carryover",
                "migrate-store",
                "--from",
                from.toString(),
                "--to",
                to.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(said.toFile())
            .start();
    await(() -> linesOf(said).size() >= lines || !process.isAlive());
    process.destroyForcibly().onExit().join();
    assertThat(linesOf(said)).hasSizeGreaterThanOrEqualTo(lines);
    return linesOf(said).stream().anyMatch(line -> line.startsWith("Moved"));
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void await(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
