package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.store.influx.InfluxServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with its heart rate in an InfluxDB server that dies while devices send. */
class InfluxServiceTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int MESSAGES = 1_500;
  private static final int MEBIBYTES = 64;
  private static final int READINGS = 10;
  private static final long SLOW_MILLIS = 80;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aServerThatDiesUnderLoadHoldsNobodyUpAndMissesNothing() throws Exception {
    try (InfluxServer server =
        InfluxServer.start(Files.createDirectory(folder.resolve("influx")))) {
      Settings settings = settings(server.url(), Map.of());
      AtomicInteger confirmed = new AtomicInteger();
      try (CarryoverService service = CarryoverService.start(settings, InstantSource.system());
          MqttPublisher device = device(service)) {
        service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
        device.start();
        publish(device, 0, MESSAGES / 3, confirmed);
        await(() -> readings(service) > 0);
        server.kill();
        publish(device, MESSAGES / 3, 2 * MESSAGES / 3, confirmed);
        await(() -> confirmed.get() == 2 * MESSAGES / 3);
        await(() -> service.waiting() == 0);
        assertThat(behind(service)).as("acknowledged and not at the server").isPositive();
      }
      // The service itself is started anew before the server is back.
      try (CarryoverService service = CarryoverService.start(settings, InstantSource.system());
          MqttPublisher device = device(service)) {
        device.start();
        publish(device, 2 * MESSAGES / 3, MESSAGES, confirmed);
        await(() -> confirmed.get() == MESSAGES);
        server.start();
        await(() -> behind(service) == 0 && service.waiting() == 0);
        assertThat(readings(service)).isEqualTo(MESSAGES * READINGS);
        assertThat(gauge(service, "carryover_telemetry_refused")).isZero();
      }
    }
  }

  @Test
  void aServerThatAnswersSlowlyHoldsNobodyUpAndMissesNothing() throws Exception {
    try (InfluxServer server = InfluxServer.start(Files.createDirectory(folder.resolve("influx")));
        DelayingProxy proxy = new DelayingProxy(server.port())) {
      AtomicInteger confirmed = new AtomicInteger();
      try (CarryoverService service =
              CarryoverService.start(
                  settings("http://127.0.0.1:" + proxy.port(), Map.of()), InstantSource.system());
          MqttPublisher device = device(service)) {
        service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
        device.start();
        proxy.delay(SLOW_MILLIS);
        publish(device, 0, MESSAGES, confirmed);
        await(() -> confirmed.get() == MESSAGES && service.waiting() == 0);
        await(() -> behind(service) == 0);
        assertThat(readings(service)).isEqualTo(MESSAGES * READINGS);
      }
    }
  }

  @Test
  void aServerThatLocksTheServiceOutForAWhileMissesNothing() throws Exception {
    try (InfluxServer server =
        InfluxServer.startGuarded(Files.createDirectory(folder.resolve("influx")))) {
      server.administer("CREATE USER boss WITH PASSWORD 'boss' WITH ALL PRIVILEGES", "", "");
      server.administer(
          "CREATE USER carryover WITH PASSWORD 'first' WITH ALL PRIVILEGES", "boss", "boss");
      Settings settings =
          settings(
              server.url(),
              Map.of(
                  "CARRYOVER_TELEMETRY_USER", "carryover", "CARRYOVER_TELEMETRY_SECRET", "first"));
      AtomicInteger confirmed = new AtomicInteger();
      try (CarryoverService service = CarryoverService.start(settings, InstantSource.system());
          MqttPublisher device = device(service)) {
        service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
        device.start();
        publish(device, 0, MESSAGES / 2, confirmed);
        await(() -> readings(service) > 0);
        server.administer("SET PASSWORD FOR carryover = 'second'", "boss", "boss");
        publish(device, MESSAGES / 2, MESSAGES, confirmed);
        await(() -> confirmed.get() == MESSAGES && service.waiting() == 0);
        assertThat(behind(service)).as("acknowledged and not at the server").isPositive();
        server.administer("SET PASSWORD FOR carryover = 'first'", "boss", "boss");
        await(() -> behind(service) == 0);
        assertThat(readings(service)).isEqualTo(MESSAGES * READINGS);
        assertThat(gauge(service, "carryover_telemetry_refused")).isZero();
      }
    }
  }

  /**
   * InfluxDB 1.x goes on refusing every write once its log met a full disk, whatever space there is
   * then: its operator starts it again.
   */
  @Test
  void aServerWhoseDiskWasFullMissesNothingAfterItWasStartedAgain() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEBIBYTES);
        InfluxServer server =
            InfluxServer.start(Files.createDirectory(disk.folder().resolve("influx")))) {
      AtomicInteger confirmed = new AtomicInteger();
      try (CarryoverService service =
              CarryoverService.start(settings(server.url(), Map.of()), InstantSource.system());
          MqttPublisher device = device(service)) {
        service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
        device.start();
        publish(device, 0, MESSAGES / 2, confirmed);
        await(() -> confirmed.get() == MESSAGES / 2 && behind(service) == 0);
        disk.fill();
        publish(device, MESSAGES / 2, MESSAGES, confirmed);
        await(() -> confirmed.get() == MESSAGES && service.waiting() == 0);
        assertThat(behind(service)).as("acknowledged and not at the server").isPositive();
        disk.makeRoom();
        server.kill();
        server.start();
        await(() -> behind(service) == 0);
        assertThat(readings(service)).isEqualTo(MESSAGES * READINGS);
        assertThat(gauge(service, "carryover_telemetry_refused")).isZero();
      }
    }
  }

  private static void publish(MqttPublisher device, int from, int to, AtomicInteger confirmed)
      throws Exception {
    for (int i = from; i < to; i++) {
      StringBuilder beats = new StringBuilder();
      for (int r = 0; r < READINGS; r++) {
        beats.append(r == 0 ? "" : ",").append(70 + (i + r) % 60);
      }
      String payload =
          "{\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%s]}"
              .formatted(START.plusSeconds((long) i * READINGS), beats);
      device
          .publish(
              OutboundMessage.of(
                  "carryover/v1/clinic/watch-1/up/heart-rate",
                  payload.getBytes(StandardCharsets.UTF_8)))
          .thenRun(confirmed::incrementAndGet);
    }
  }

  private static MqttPublisher device(CarryoverService service) {
    return new MqttPublisher(
        service.broker("watch-1"),
        MqttPublisherSettings.standard(),
        MqttRole.FEED,
        MqttStateListener.none(),
        new SimpleMeterRegistry());
  }

  /** Read as the dashboard reads them. */
  private static long readings(CarryoverService service) {
    return service.telemetry().readings("p1", Instant.EPOCH, START.plus(Duration.ofDays(2))).size();
  }

  private long behind(CarryoverService service) {
    return gauge(service, "carryover_telemetry_behind");
  }

  private long gauge(CarryoverService service, String name) {
    try {
      String metrics =
          http.send(
                  HttpRequest.newBuilder(URI.create(service.managementAddress() + "/metrics"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      return metrics
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private Settings settings(String url, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(
        Map.of(
            "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
            "CARRYOVER_DASHBOARD_PORT", "0",
            "CARRYOVER_MANAGEMENT_PORT", "0",
            "CARRYOVER_BROKER_PORT", "0",
            "CARRYOVER_TELEMETRY_KIND", "influxdb",
            "CARRYOVER_TELEMETRY_API", "v1",
            "CARRYOVER_TELEMETRY_URL", url,
            "CARRYOVER_TELEMETRY_KEEP", "36500d"));
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
