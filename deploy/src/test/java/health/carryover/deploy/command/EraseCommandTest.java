package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of three people is erased while all of them send; of the others nothing changes. */
class EraseCommandTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MINUTES = 20;
  private static final String ADA = "person-ada";
  private static final String BO = "person-bo";
  private static final String CY = "person-cy";

  /** What leads to her. */
  private static final List<String> MARKS = List.of(ADA, "ada-watch", "Ada Brook");

  private final Instant begin =
      Instant.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);

  @TempDir Path folder;

  private record Known(List<?> assessments, List<AlertStanding> alerts) {}

  @Test
  void aPersonIsGoneAndTheOthersAreAsBefore() throws Exception {
    Path data = folder.resolve("data");
    Path backup = folder.resolve("backup");
    Known bo;
    Known bosBackup;
    try (CarryoverService service = start("data")) {
      await(service::subscribed);
      join(service, ADA, "Ada Brook");
      join(service, BO, "Bo Linde");
      join(service, CY, "Cy Marsh");
      try (MqttPublisher ada = device(service, "ada-watch");
          MqttPublisher boDevice = device(service, "bo-watch")) {
        session(ada, "ada-watch");
        session(boDevice, "bo-watch");
        await(() -> known(service, ADA).alerts().size() > 0);
        await(() -> known(service, BO).alerts().size() > 0);
        await(() -> isWhole(service, ADA) && isWhole(service, BO));
        await(() -> service.waiting() == 0);
      }
    }
    // At its end the service has stored what it held in memory.
    try (CarryoverService service = start("data")) {
      await(service::subscribed);
      config("data", service);
      try (MqttPublisher ada = device(service, "ada-watch");
          MqttPublisher boDevice = device(service, "bo-watch");
          MqttPublisher cy = device(service, "cy-watch")) {
        bosBackup = known(service, BO);
        assertThat(run("backup", "data", backup.toString()).exit()).isZero();
        service.records().acknowledge(alert(service, ADA), "Eve", begin);
        service.records().acknowledge(alert(service, BO), "Eve", begin);
        bo = known(service, BO);
        long newestChange = service.records().lastAlertChangeId();
        assertThat(inFiles(data)).containsExactlyElementsOf(MARKS);

        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> sending =
            CompletableFuture.runAsync(() -> send(ada, boDevice, cy, enough));
        long before = service.journalled();
        await(() -> service.journalled() > before + 50);
        CommandRun erased = run("erase", "data", ADA, "--yes");
        long after = service.journalled();
        await(() -> service.journalled() > after + 50);
        enough.set(true);
        sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(erased.exit()).as(erased.out() + erased.err()).isZero();
        assertThat(erased.out())
            .contains(
                "removed  journal.entries",
                "removed  journal.rejections",
                "removed  records.alerts",
                "removed  records.assessments",
                "removed  records.device_credentials",
                "removed  records.heart_rate_blocks",
                "removed  records.patients",
                "Erased: every store was searched, 0 left");
        await(() -> service.waiting() == 0);
        assertThat(inFiles(data)).as("bytes in files and logs").isEmpty();
        assertThat(known(service, ADA)).isEqualTo(new Known(List.of(), List.of()));
        assertThat(known(service, BO)).isEqualTo(bo);
        assertThat(service.records().lastAlertChangeId())
            .as("no number is given twice")
            .isGreaterThanOrEqualTo(newestChange);
        CommandRun again = run("erase", "data", ADA, "--yes");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("Nothing is kept of such a patient").hasLineCount(1);
        assertThat(run("erase", "data", ADA).exit()).as("without --yes").isEqualTo(2);
      }
    }
    try (CarryoverService service = start("data")) {
      await(() -> service.waiting() == 0);
      assertThat(known(service, BO)).as("after a restart").isEqualTo(bo);
      assertThat(known(service, ADA)).isEqualTo(new Known(List.of(), List.of()));
      assertThat(service.directory().patient(ADA)).isEmpty();
    }
    assertThat(inFiles(data)).isEmpty();

    // The copy is from before: what was noted since is repeated.
    assertThat(inFiles(backup)).containsExactlyElementsOf(MARKS);
    Files.writeString(
        folder.resolve("other.properties"), "data.folder=" + folder.resolve("other") + "\n");
    CommandRun restored =
        run(
            "restore",
            "other",
            backup.toString(),
            "--erasures",
            data.resolve("erasures.jsonl").toString());
    assertThat(restored.exit()).as(restored.err()).isZero();
    assertThat(restored.out()).contains("again 1 who were erased");
    assertThat(inFiles(folder.resolve("other").resolve("store"))).isEmpty();
    try (CarryoverService service = start("other")) {
      await(() -> service.waiting() == 0);
      assertThat(known(service, BO)).isEqualTo(bosBackup);
      assertThat(known(service, ADA)).isEqualTo(new Known(List.of(), List.of()));
    }
  }

  private static Known known(CarryoverService service, String patient) {
    return new Known(
        service.records().assessments(patient, Instant.EPOCH, Instant.MAX),
        service.records().alerts(new AlertFilter(patient, null, Condition.ANY), 100));
  }

  private static boolean isWhole(CarryoverService service, String patient) {
    return known(service, patient).assessments().toString().contains("activeMinutes=20.0");
  }

  private static String alert(CarryoverService service, String patient) {
    return known(service, patient).alerts().get(0).alert();
  }

  private void join(CarryoverService service, String patient, String name) {
    service.directory().put(new Patient(patient, "clinic", name, begin));
    service
        .enrolments()
        .enrol("clinic", patient.substring("person-".length()) + "-watch", patient, Instant.EPOCH);
  }

  private void session(MqttPublisher device, String id) throws Exception {
    publish(device, id, "session", event("started", begin, ""));
    for (int minute = 0; minute < MINUTES; minute++) {
      publish(device, id, "heart-rate", minute(begin.plus(Duration.ofMinutes(minute)), minute));
    }
    Instant end = begin.plus(Duration.ofMinutes(MINUTES));
    publish(device, id, "session", event("ended", end, ",\"rpe\":4"));
    publish(device, id, "safety", "{\"at\":\"%s\",\"redFlags\":[\"chest-pain\"]}".formatted(end));
    publish(device, id, "pain", "{\"at\":\"2026-03-02T09:00:00\",\"nrs\":3}");
    publish(device, id, "status", "{\"at\":\"%s\",\"state\":\"ready\"}".formatted(end));
  }

  /** Copies of what Bo sent, and what Ada and Cy go on sending; Ada as long as she is let. */
  private void send(
      MqttPublisher ada, MqttPublisher boDevice, MqttPublisher cy, AtomicBoolean enough) {
    try {
      List<CompletableFuture<Void>> adas = new ArrayList<>();
      for (int i = 0; !enough.get(); i++) {
        Instant at = begin.plus(Duration.ofMinutes(30)).plusSeconds(60L * i);
        adas.add(
            ada.offer(message("ada-watch", "heart-rate", minute(at, i % 40)))
                .toCompletableFuture());
        publish(boDevice, "bo-watch", "session", event("started", begin, ""));
        publish(cy, "cy-watch", "heart-rate", minute(at, i % 40));
      }
      assertThat(adas).isNotEmpty();
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

  private static OutboundMessage message(String device, String stream, String payload) {
    String leaf = stream.equals("status") ? "/status" : "/up/" + stream;
    OutboundMessage message =
        OutboundMessage.of(
            "carryover/v1/clinic/" + device + leaf, payload.getBytes(StandardCharsets.UTF_8));
    return stream.equals("status") ? message.retained() : message;
  }

  private static void publish(MqttPublisher publisher, String device, String stream, String payload)
      throws Exception {
    publisher
        .publish(message(device, stream, payload))
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static MqttPublisher device(CarryoverService service, String name) {
    MqttPublisher device =
        new MqttPublisher(
            service.brokerWithNewSecret(name),
            MqttPublisherSettings.standard(),
            MqttRole.FEED,
            MqttStateListener.none(),
            new SimpleMeterRegistry());
    device.start();
    return device;
  }

  private CarryoverService start(String data) throws Exception {
    return CarryoverService.start(
        SettingsReader.fromEnvironment(
            new HashMap<>(
                Map.of(
                    "CARRYOVER_DATA_FOLDER",
                    folder.resolve(data).toString(),
                    "CARRYOVER_BROKER_ACCESS",
                    "credentials",
                    "CARRYOVER_DASHBOARD_PORT",
                    "0",
                    "CARRYOVER_MANAGEMENT_PORT",
                    "0",
                    "CARRYOVER_BROKER_PORT",
                    "0"))),
        InstantSource.system());
  }

  private void config(String data, CarryoverService service) throws IOException {
    Files.writeString(
        folder.resolve(data + ".properties"),
        "data.folder=%s\ndashboard.port=%d\n"
            .formatted(folder.resolve(data), service.dashboardAddress().getPort()));
  }

  private CommandRun run(String command, String data, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    arguments.add("--config");
    arguments.add(folder.resolve(data + ".properties").toString());
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }

  /** Which of the marks stand in any file of the stores below {@code at}. */
  private static List<String> inFiles(Path at) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(at)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!at.relativize(file).startsWith("broker")) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return MARKS.stream().filter(mark -> all.indexOf(mark) >= 0).toList();
  }

  private static void await(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
