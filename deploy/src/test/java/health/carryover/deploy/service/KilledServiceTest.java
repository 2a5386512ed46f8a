package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.EventLineCodec;
import health.carryover.ingest.mqtt.Backoff;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole service, its broker included, is killed with SIGKILL again and again while devices
 * publish 10,000 messages, which go straight into its journal. Nothing may be lost, nothing may
 * count twice, and the sessions must be assessed as if nothing had happened.
 */
class KilledServiceTest {
  private static final int PATIENTS = 10;
  private static final int BATCHES = 998;
  private static final int READINGS_A_BATCH = 2;
  private static final int KILLS = Integer.getInteger("carryover.fault.kills", 12);
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void losesAndDoublesNothing() throws Exception {
    long seed = Long.getLong("carryover.seed", System.nanoTime());
    System.out.println("KilledServiceTest: -Dcarryover.seed=" + seed);
    Random random = new Random(seed);
    int port = freePort();
    enrolAll();
    List<Message> messages = messages();
    assertThat(messages).hasSize(10_000);

    AtomicInteger confirmed = new AtomicInteger();
    try (MqttPublisher publisher = publisher(port)) {
      publisher.start();
      Process service = serve(port);
      CompletableFuture<Void> publishing =
          CompletableFuture.runAsync(() -> publishAll(publisher, messages, confirmed));
      for (int kill = 1; kill <= KILLS; kill++) {
        int until = kill * messages.size() / (KILLS + 1) + random.nextInt(500);
        await(() -> confirmed.get() >= until);
        service.destroyForcibly().onExit().join();
        service = serve(port);
      }
      publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      await(() -> confirmed.get() == messages.size());
      // The publisher has its answers from the broker; what the broker still holds is delivered
      // before an orderly stop, or after the next start.
      service.destroy();
      service.onExit().join();
    }
    drain(port);
    check(messages);
  }

  private void check(List<Message> messages) {
    try (SqliteStore store = SqliteStore.open(folder.resolve("store"))) {
      Map<String, Integer> journalled = new HashMap<>();
      long after = 0;
      for (List<StoredEntry> page = store.journal().read(after, 5_000);
          !page.isEmpty();
          page = store.journal().read(after, 5_000)) {
        for (StoredEntry entry : page) {
          after = entry.sequence();
          assertThat(entry.entry().rejections()).isEmpty();
          journalled.merge(
              entry.entry().channel() + new String(entry.entry().payload(), StandardCharsets.UTF_8),
              1,
              Integer::sum);
        }
      }
      Set<String> lost = new HashSet<>();
      for (Message message : messages) {
        if (journalled.remove(message.topic + message.payload) == null) {
          lost.add(message.topic);
        }
      }
      System.out.println(
          "sent %d, durable %d, lost %d"
              .formatted(messages.size(), messages.size() - lost.size(), lost.size()));
      assertThat(lost).as("lost").isEmpty();
      assertThat(journalled).as("in the journal and never sent").isEmpty();

      for (int p = 0; p < PATIENTS; p++) {
        String patient = "p" + p;
        assertThat(store.telemetry().readings(patient, Instant.EPOCH, START.plusSeconds(1_000_000)))
            .hasSize(BATCHES * READINGS_A_BATCH);
        List<Map<String, Object>> said =
            store
                .outcomeRecords()
                .assessments(patient, Instant.EPOCH, START.plusSeconds(1_000_000));
        assertThat(said).hasSize(1);
        Map<String, Object> undisturbed = undisturbed(patient, messages);
        for (String finding : List.of("load", "meanHr", "maxHr", "coverage", "activeMinutes")) {
          assertThat(said.get(0).get(finding)).as(finding).isEqualTo(undisturbed.get(finding));
        }
      }
    }
  }

  private static Map<String, Object> undisturbed(String patient, List<Message> messages) {
    EventLineCodec codec = new EventLineCodec(CodecSettings.DEFAULTS);
    PatientMonitor monitor = PatientMonitor.start(patient, MonitorSettings.DEFAULTS);
    Assessment last = null;
    for (Message message : messages) {
      if (message.patient.equals(patient)) {
        String line =
            "{\"patient\":\"%s\",\"stream\":\"%s\",%s"
                .formatted(patient, message.stream, message.payload.substring(1));
        for (ReceivedEvent event : codec.decode(line).events()) {
          for (NumberedOutcome outcome : monitor.accept(event)) {
            last = outcome.outcome() instanceof Assessment a ? a : last;
          }
        }
      }
    }
    assertThat(last).isNotNull();
    return new HashMap<>(OutcomeDocument.of(last));
  }

  private record Message(String patient, String stream, String topic, String payload) {}

  private static List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i <= BATCHES + 1; i++) {
      for (int p = 0; p < PATIENTS; p++) {
        String patient = "p" + p;
        String stream = i == 0 || i == BATCHES + 1 ? "session" : "heart-rate";
        String payload;
        if (i == 0) {
          payload = "{\"session\":\"s1\",\"event\":\"started\",\"at\":\"%s\"}".formatted(START);
        } else if (i == BATCHES + 1) {
          payload =
              "{\"session\":\"s1\",\"event\":\"ended\",\"at\":\"%s\",\"rpe\":4}"
                  .formatted(START.plusSeconds(BATCHES * READINGS_A_BATCH));
        } else {
          payload =
              "{\"id\":\"m%d\",\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%d,%d]}"
                  .formatted(
                      i,
                      START.plusSeconds((i - 1) * READINGS_A_BATCH),
                      100 + i % 40,
                      100 + (i + p) % 40);
        }
        messages.add(
            new Message(
                patient, stream, "carryover/v1/clinic/d%d/up/%s".formatted(p, stream), payload));
      }
    }
    return messages;
  }

  private static void publishAll(
      MqttPublisher publisher, List<Message> messages, AtomicInteger confirmed) {
    for (Message message : messages) {
      try {
        publisher
            .publish(
                OutboundMessage.of(message.topic, message.payload.getBytes(StandardCharsets.UTF_8)))
            .thenRun(confirmed::incrementAndGet);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static MqttPublisher publisher(int port) {
    return new MqttPublisher(
        MqttAddress.of("127.0.0.1", port, "many-devices"),
        MqttPublisherSettings.standard()
            .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(200))),
        MqttRole.FEED,
        MqttStateListener.none(),
        new SimpleMeterRegistry());
  }

  private void enrolAll() throws IOException {
    AdminToken.makeFolder(folder);
    try (SqliteStore store = SqliteStore.open(folder.resolve("store"))) {
      for (int p = 0; p < PATIENTS; p++) {
        store.enrolments().enrol("clinic", "d" + p, "p" + p, Instant.EPOCH);
      }
    }
  }

  /** Starts the service once more and stops it when nothing is under way any more. */
  private void drain(int port) throws Exception {
    Process service = serve(port);
    long[] newest = {-1};
    AtomicInteger quiet = new AtomicInteger();
    await(
        () -> {
          long now = journalSize();
          quiet.set(now == newest[0] ? quiet.get() + 1 : 0);
          newest[0] = now;
          return now >= 10_000 && quiet.get() > 20;
        });
    service.destroy();
    service.onExit().join();
  }

  private long journalSize() {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + folder.resolve("store").resolve("journal.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM entries")) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException busy) {
      return -1;
    }
  }

  private Process serve(int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "health.carryover.deploy.command.Carryover",
            "serve");
    builder.environment().put("CARRYOVER_DATA_FOLDER", folder.toString());
    builder.environment().put("CARRYOVER_BROKER_PORT", Integer.toString(port));
    builder.environment().put("CARRYOVER_DASHBOARD_PORT", "0");
    builder.environment().put("CARRYOVER_MANAGEMENT_PORT", "0");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    String line = out.readLine();
    while (line != null && !line.startsWith("Management")) {
      said.append(line).append('\n');
      line = out.readLine();
    }
    assertThat(line).as("the service says where it is, after:%n%s", said).isNotNull();
    Thread reader = new Thread(() -> readToTheEnd(out), "service output");
    reader.setDaemon(true);
    reader.start();
    return process;
  }

  private static void readToTheEnd(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // Nobody waits for what a service says that is about to be killed.
      }
    } catch (IOException killed) {
      // Its end is what the test is about.
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
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
