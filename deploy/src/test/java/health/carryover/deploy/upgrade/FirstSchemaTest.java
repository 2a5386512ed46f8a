package health.carryover.deploy.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Telemetry.Reading;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.service.ServiceStartException;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.EventLineCodec;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first version left is read by today's: all of it, and to the same assessments. */
class FirstSchemaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant LONG_AGO = Instant.EPOCH;
  private static final Instant FAR_AWAY = Instant.parse("2099-01-01T00:00:00Z");
  private static final List<String> FINDINGS =
      List.of(
          "load",
          "meanHr",
          "maxHr",
          "coverage",
          "activeMinutes",
          "pain",
          "relief",
          "pattern",
          "start",
          "end");

  @TempDir Path folder;

  @Test
  void filesOfTheFirstVersionGoOn() throws Exception {
    FirstSchema.inFiles(folder.resolve("store"));
    goesOn(settings(Map.of()));
    try (SqliteStore store = SqliteStore.open(folder.resolve("store"))) {
      Quarantine quarantine = store.quarantine();
      assertThat(quarantine.countsByCode())
          .isEqualTo(Map.of("time.no-offset", 1L, "identity.conflict", 1L));
      assertThat(quarantine.newest(10))
          .extracting(Quarantine.Item::state)
          .containsOnly(Quarantine.State.OPEN);
    }
  }

  @Test
  void aDatabaseOfTheFirstVersionGoesOnAndOneOfANewerIsRefused() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      FirstSchema.inPostgres(server.getPostgresDatabase());
      Settings settings =
          settings(
              Map.of(
                  "CARRYOVER_STORE_KIND", "postgresql",
                  "CARRYOVER_STORE_URL",
                      "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
                  "CARRYOVER_STORE_USER", "postgres"));
      goesOn(settings);
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO carryover_records.schema_history SELECT 1002, '1002', 'later', type,"
                + " 'V1002__later.sql', 7, installed_by, installed_on, 1, TRUE"
                + " FROM carryover_records.schema_history WHERE version = '1'");
      }
      assertThatThrownBy(() -> CarryoverService.start(settings, InstantSource.system()))
          .isInstanceOf(ServiceStartException.class)
          .hasMessageContaining(
              "The schema of the records has version 1002,"
                  + " which only a newer version of this program knows")
          .hasMessageNotContaining("\n");
    }
  }

  private void goesOn(Settings settings) throws Exception {
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      await(() -> finished(service));
      assertThat(service.journalled()).isEqualTo(FirstSchema.ENTRIES.size());
      people(service);
      Map<String, @Nullable Object> said = assessments(service, "p1").get(0);
      Map<String, @Nullable Object> expected = undisturbed();
      for (String finding : FINDINGS) {
        assertThat(said.get(finding)).as(finding).isEqualTo(expected.get(finding));
      }
      assertThat(service.telemetry().readings("p1", LONG_AGO, FAR_AWAY)).hasSize(120);
      assertThat(service.telemetry().readings("p0", LONG_AGO, FAR_AWAY))
          .containsExactly(
              new Reading("strap", 1_767_600_000_000L, 72),
              new Reading("strap", 1_767_600_001_000L, 70.5f));
      sentAgainCountsOnce(service);
    }
  }

  private static boolean finished(CarryoverService service) {
    List<Map<String, @Nullable Object>> said = assessments(service, "p1");
    return service.waiting() == 0
        && said.size() == 1
        && said.get(0).get("pain") instanceof Map<?, ?> pain
        && pain.get("after") != null;
  }

  private static List<Map<String, @Nullable Object>> assessments(
      CarryoverService service, String patient) {
    return service.records().assessments(patient, LONG_AGO, FAR_AWAY);
  }

  /** Whom nobody sent anything for again. */
  private static void people(CarryoverService service) {
    assertThat(service.directory().patient("p0").orElseThrow().displayName())
        .isEqualTo("Zoë Ångström");
    assertThat(service.enrolments().patientOf("clinic", "watch-1", FAR_AWAY)).contains("p1");
    assertThat(assessments(service, "p0"))
        .singleElement()
        .satisfies(old -> assertThat(old.get("load")).isEqualTo(Map.of("value", 41.2)));
    assertThat(service.records().newestAssessments()).containsOnlyKeys("p0", "p1");
    assertThat(service.records().alert("a1").orElseThrow())
        .satisfies(
            alert -> {
              assertThat(alert.open()).isTrue();
              assertThat(alert.acknowledgedBy()).isEqualTo("Ada");
            });
    assertThat(service.records().alertLife("a1")).hasSize(1);
  }

  /** A device that was not told in time sends everything once more, and then something new. */
  private static void sentAgainCountsOnce(CarryoverService service) throws Exception {
    try (MqttPublisher device =
        new MqttPublisher(
            service.broker("watch-1"),
            MqttPublisherSettings.standard(),
            MqttRole.FEED,
            MqttStateListener.none(),
            new SimpleMeterRegistry())) {
      device.start();
      for (FirstSchema.Entry entry : FirstSchema.ENTRIES) {
        if (entry.identity() != null) {
          publish(device, entry.stream(), entry.payload());
        }
      }
      publish(device, "pain", "{\"at\":\"2026-01-12T18:00:00Z\",\"nrs\":6,\"session\":\"s1\"}");
    }
    int held = FirstSchema.ENTRIES.size();
    await(() -> service.journalled() > held && service.waiting() == 0);
    assertThat(service.journalled()).isEqualTo(held + 1);
  }

  private static void publish(MqttPublisher device, String stream, String payload)
      throws Exception {
    device
        .publish(
            OutboundMessage.of(FirstSchema.UP + stream, payload.getBytes(StandardCharsets.UTF_8)))
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** What a monitor says that is told the same without any store. */
  private static Map<String, @Nullable Object> undisturbed() {
    EventLineCodec codec = new EventLineCodec(CodecSettings.DEFAULTS);
    PatientMonitor monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    Map<String, @Nullable Object> last = new HashMap<>();
    for (FirstSchema.Entry entry : FirstSchema.ENTRIES) {
      if (entry.identity() == null) {
        continue;
      }
      String line =
          "{\"patient\":\"p1\",\"stream\":\"%s\",%s"
              .formatted(entry.stream(), entry.payload().substring(1));
      for (ReceivedEvent event : codec.decode(line).events()) {
        for (NumberedOutcome outcome : monitor.accept(event)) {
          if (outcome.outcome() instanceof Assessment assessment) {
            last = OutcomeDocument.of(assessment);
          }
        }
      }
    }
    return last;
  }

  private Settings settings(Map<String, String> more) throws Exception {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0"));
    environment.putAll(more);
    return SettingsReader.fromEnvironment(environment);
  }

  private static void await(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
