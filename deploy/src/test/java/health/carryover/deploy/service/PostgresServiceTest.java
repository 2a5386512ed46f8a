package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with its journal and records in a PostgreSQL database. */
class PostgresServiceTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int MINUTES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void whatWasPublishedIsThereAfterARestartOnAnotherMachine() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      Settings here = settings(server, "here");
      List<Map<String, Object>> before;
      int changes;
      try (CarryoverService service = CarryoverService.start(here, InstantSource.system())) {
        assertThatThrownBy(
                () -> CarryoverService.start(settings(server, "there"), InstantSource.system()))
            .isInstanceOf(ServiceStartException.class)
            .hasMessageContaining("in use by another service");
        service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
        try (MqttPublisher device = device(service)) {
          device.start();
          publishSession(device);
        }
        await(() -> assessments(service).size() == 1 && finished(assessments(service).get(0)));
        await(() -> service.waiting() == 0);
        before = assessments(service);
        changes = service.records().alerts(AlertFilter.ALL, 100).size();
        assertThat(service.journalled()).isGreaterThanOrEqualTo(MINUTES + 3);
      }
      try (CarryoverService again =
          CarryoverService.start(settings(server, "there"), InstantSource.system())) {
        assertThat(assessments(again)).isEqualTo(before);
        assertThat(again.records().alerts(AlertFilter.ALL, 100)).hasSize(changes);
        assertThat(again.enrolments().patientOf("clinic", "watch-1", START)).contains("p1");
        // The monitor goes on where it was: the evening's pain revises the same session.
        try (MqttPublisher device = device(again)) {
          device.start();
          publish(device, "pain", pain(START.plus(Duration.ofHours(9)), 6, "evening"));
        }
        await(
            () ->
                ((Number) assessments(again).get(0).get("revision")).intValue()
                    > ((Number) before.get(0).get("revision")).intValue());
        assertThat(assessments(again)).hasSize(1);
        assertThat(assessments(again).get(0).get("load")).isEqualTo(before.get(0).get("load"));
      }
    }
  }

  private static boolean finished(Map<String, Object> assessment) {
    return assessment.get("pain") instanceof Map<?, ?> pain && pain.get("after") != null;
  }

  private static List<Map<String, Object>> assessments(CarryoverService service) {
    return service.records().assessments("p1", Instant.EPOCH, START.plus(Duration.ofDays(1)));
  }

  private static void publishSession(MqttPublisher device) throws Exception {
    publish(
        device,
        "session",
        "{\"session\":\"s1\",\"event\":\"started\",\"at\":\"%s\"}".formatted(START));
    for (int minute = 0; minute < MINUTES; minute++) {
      String beats = (100 + minute + ",").repeat(59) + "120";
      publish(
          device,
          "heart-rate",
          "{\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%s]}"
              .formatted(START.plus(Duration.ofMinutes(minute)), beats));
    }
    Instant end = START.plus(Duration.ofMinutes(MINUTES));
    publish(
        device,
        "session",
        "{\"session\":\"s1\",\"event\":\"ended\",\"at\":\"%s\",\"rpe\":4}".formatted(end));
    publish(device, "pain", pain(end.plusSeconds(60), 3, "after"));
  }

  private static String pain(Instant at, int score, String slot) {
    return "{\"at\":\"%s\",\"nrs\":%d,\"slot\":\"%s\",\"session\":\"s1\"}"
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

  private static void publish(MqttPublisher device, String stream, String payload)
      throws Exception {
    device
        .publish(
            OutboundMessage.of(
                "carryover/v1/clinic/watch-1/up/" + stream,
                payload.getBytes(StandardCharsets.UTF_8)))
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private Settings settings(EmbeddedPostgres server, String machine) throws Exception {
    return SettingsReader.fromEnvironment(
        Map.of(
            "CARRYOVER_DATA_FOLDER", folder.resolve(machine).toString(),
            "CARRYOVER_DASHBOARD_PORT", "0",
            "CARRYOVER_MANAGEMENT_PORT", "0",
            "CARRYOVER_BROKER_PORT", "0",
            "CARRYOVER_STORE_KIND", "postgresql",
            "CARRYOVER_STORE_URL", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
            "CARRYOVER_STORE_USER", "postgres"));
  }

  private static void await(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
