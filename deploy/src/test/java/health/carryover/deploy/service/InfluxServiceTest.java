package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.port.PatientDirectory.Patient;
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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  private final ObjectMapper json = new ObjectMapper();
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

  @Test
  void aSessionWhoseReadingsTheServerLetGoIsDrawnByTheMinute() throws Exception {
    try (InfluxServer server = InfluxServer.start(Files.createDirectory(folder.resolve("influx")));
        CarryoverService service =
            CarryoverService.start(settings(server.url(), Map.of()), InstantSource.system());
        MqttPublisher device = device(service)) {
      service.directory().put(new Patient("p1", "clinic", "Somebody", Instant.EPOCH));
      service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      device.start();
      Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Instant start = end.minusSeconds(1_200);
      AtomicInteger confirmed = new AtomicInteger();
      send(device, "session", session("started", start), confirmed);
      for (int i = 0; i < 120; i++) {
        send(device, "heart-rate", beats(start.plusSeconds(i * 10L), i), confirmed);
      }
      send(device, "session", session("ended", end), confirmed);
      await(() -> confirmed.get() == 122 && service.waiting() == 0 && behind(service) == 0);
      await(() -> !session(service).path("newest").isMissingNode());
      JsonNode before = session(service);
      assertThat(before.path("heartRateResolution").asText()).isEqualTo("reading");
      int readings = before.path("heartRate").get(0).path("readings").asInt();
      assertThat(readings).isEqualTo(1_200);

      server.ask("carryover", "DROP MEASUREMENT heart_rate");
      JsonNode after = session(service);
      assertThat(after.path("heartRateResolution").asText()).isEqualTo("minute");
      assertThat(after.path("heartRate").get(0).path("readings").asInt()).isEqualTo(readings);
      assertThat(after.path("heartRate").get(0).path("gaps").asInt()).isZero();
      assertThat(after.path("heartRate").get(0).path("points").size()).isBetween(20, 21);
    }
  }

  private static String session(String event, Instant at) {
    return "{\"session\":\"s-1\",\"event\":\"" + event + "\",\"at\":\"" + at + "\"}";
  }

  private JsonNode session(CarryoverService service) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(service.dashboardAddress() + "/api/v1/sessions/s-1?patient=p1"))
                  .header("Authorization", "Bearer " + AdminToken.ofService(folder.resolve("data")))
                  .build(),
              BodyHandlers.ofString());
      return answer.statusCode() == 404 ? json.createObjectNode() : json.readTree(answer.body());
    } catch (Exception failed) {
      throw new AssertionError(failed);
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
      send(device, "heart-rate", beats(START.plusSeconds((long) i * READINGS), i), confirmed);
    }
  }

  private static void send(
      MqttPublisher device, String stream, String payload, AtomicInteger confirmed)
      throws Exception {
    device
        .publish(
            OutboundMessage.of(
                "carryover/v1/clinic/watch-1/up/" + stream,
                payload.getBytes(StandardCharsets.UTF_8)))
        .thenRun(confirmed::incrementAndGet);
  }

  private static String beats(Instant start, int first) {
    String bpm =
        IntStream.range(first, first + READINGS)
            .mapToObj(i -> String.valueOf(70 + i % 60))
            .collect(Collectors.joining(","));
    return "{\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%s]}".formatted(start, bpm);
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
