package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.RuleTrials;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that lets go of old messages goes on exactly as one that keeps them. */
class RetentionTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int MINUTES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Map<String, String> THIRTY_DAYS =
      Map.of("CARRYOVER_RETENTION_HEART_RATE", "30d", "CARRYOVER_RETENTION_PAIN", "30d");

  @TempDir Path folder;
  private final ObjectMapper json = new ObjectMapper();
  private volatile Instant now = START.plus(Duration.ofHours(1));

  @Test
  void whatIsTrimmedChangesNothingThatIsSaidAndEverybodyIsTold() throws Exception {
    long journalled;
    try (CarryoverService service = service("trimmed", Map.of())) {
      service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      publishDay(service, START);
      await(() -> service.waiting() == 0 && assessments(service).size() == 1);
    }
    copy(folder.resolve("trimmed"), folder.resolve("whole"));

    now = now.plus(Duration.ofDays(60));
    Instant later = START.plus(Duration.ofDays(60));
    List<Map<String, Object>> expected;
    List<?> alerts;
    try (CarryoverService service = service("whole", Map.of())) {
      publishDay(service, later);
      await(
          () ->
              service.waiting() == 0
                  && assessments(service).size() == 2
                  && Boolean.TRUE.equals(assessments(service).get(0).get("final")));
      expected = assessments(service);
      alerts = service.records().alerts(AlertFilter.ALL, 100);
      assertThat(leftOut(service)).isZero();
    }

    try (CarryoverService service = service("trimmed", THIRTY_DAYS)) {
      await(() -> trimmed(service, "heart-rate") == MINUTES && trimmed(service, "pain") == 1);
      assertThat(service.telemetry().readings("p1", Instant.EPOCH, later)).isEmpty();
      journalled = service.journalled();
      try (MqttPublisher device = device(service)) {
        device.start();
        heartRate(device, START, 0);
      }
      assertThat(service.journalled()).as("a copy is still known").isEqualTo(journalled);
      publishDay(service, later);
      await(() -> service.waiting() == 0 && assessments(service).equals(expected));
      assertThat(service.records().alerts(AlertFilter.ALL, 100)).isEqualTo(alerts);
      assertThat(leftOut(service)).isEqualTo(MINUTES + 1);
      assertThat(exported(service).path("trimmedMessages").asLong()).isEqualTo(MINUTES + 1);
    }
    try (CarryoverService service = service("trimmed", THIRTY_DAYS)) {
      await(() -> service.waiting() == 0);
      assertThat(assessments(service)).isEqualTo(expected);
      assertThat(service.records().alerts(AlertFilter.ALL, 100)).isEqualTo(alerts);
      assertThat(service.telemetry().readings("p1", later, later.plus(Duration.ofDays(1))))
          .hasSize(MINUTES * 60);
    }
  }

  /** How many messages a trial of other rules has to leave out. */
  private static long leftOut(CarryoverService service) {
    return ((RuleTrials) service.intake()).tryOut("p1", Map.of()).trimmed();
  }

  private JsonNode exported(CarryoverService service) throws Exception {
    byte[] zip =
        HTTP.send(request(service, "/api/v1/export?patient=p1").build(), BodyHandlers.ofByteArray())
            .body();
    try (ZipInputStream parts = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry part = parts.getNextEntry(); part != null; part = parts.getNextEntry()) {
        if (part.getName().endsWith("contents.json")) {
          return json.readTree(parts.readAllBytes());
        }
      }
    }
    throw new AssertionError("no contents.json");
  }

  private HttpRequest.Builder request(CarryoverService service, String path) throws IOException {
    return HttpRequest.newBuilder(URI.create(service.dashboardAddress() + path))
        .header("Authorization", "Bearer " + AdminToken.ofService(folder.resolve(data)));
  }

  private String data = "";

  private static long trimmed(CarryoverService service, String stream) {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(service.managementAddress() + "/metrics")).build(),
              BodyHandlers.ofString())
          .body()
          .lines()
          .filter(
              line ->
                  line.startsWith("carryover_retention_trimmed_total{stream=\"" + stream + "\"}"))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private List<Map<String, Object>> assessments(CarryoverService service) {
    return service.records().assessments("p1", Instant.EPOCH, START.plus(Duration.ofDays(90)));
  }

  private static void publishDay(CarryoverService service, Instant start) throws Exception {
    try (MqttPublisher device = device(service)) {
      device.start();
      String session = "s-" + start.toEpochMilli();
      publish(
          device,
          "session",
          "{\"session\":\"%s\",\"event\":\"started\",\"at\":\"%s\"}".formatted(session, start));
      for (int minute = 0; minute < MINUTES; minute++) {
        heartRate(device, start, minute);
      }
      Instant end = start.plus(Duration.ofMinutes(MINUTES));
      publish(
          device,
          "session",
          "{\"session\":\"%s\",\"event\":\"ended\",\"at\":\"%s\",\"rpe\":4}"
              .formatted(session, end));
      publish(
          device,
          "pain",
          "{\"at\":\"%s\",\"nrs\":3,\"slot\":\"after\",\"session\":\"%s\"}"
              .formatted(end.plusSeconds(60), session));
    }
  }

  private static void heartRate(MqttPublisher device, Instant start, int minute) throws Exception {
    publish(
        device,
        "heart-rate",
        "{\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%s120]}"
            .formatted(start.plus(Duration.ofMinutes(minute)), (100 + minute + ",").repeat(59)));
  }

  private static void publish(MqttPublisher publisher, String stream, String payload)
      throws Exception {
    publisher
        .publish(
            OutboundMessage.of(
                "carryover/v1/clinic/watch-1/up/" + stream,
                payload.getBytes(StandardCharsets.UTF_8)))
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static MqttPublisher device(CarryoverService service) {
    return new MqttPublisher(
        service.broker("watch-1"),
        MqttPublisherSettings.standard(),
        MqttRole.FEED,
        MqttStateListener.none(),
        new SimpleMeterRegistry());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private CarryoverService service(String name, Map<String, String> more) throws Exception {
    data = name;
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve(name).toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0"));
    environment.putAll(more);
    return CarryoverService.start(SettingsReader.fromEnvironment(environment), () -> now);
  }

  private static void await(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
