package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.command.CommandRun;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.tls.TestCertificates;
import health.carryover.ingest.mqtt.Backoff;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttCredentials;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device's whole way through the encrypted service: code, secret, data, revocation. */
class JoiningTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Backoff EAGER = new Backoff(Duration.ofMillis(20), Duration.ofMillis(20));

  @TempDir Path folder;
  private final ObjectMapper json = new ObjectMapper();
  private HttpClient http;
  private String token;

  @Test
  void aDeviceJoinsOverTlsSendsIsRevokedAndIsOutAtOnceAndForGood() throws Exception {
    TestCertificates made = TestCertificates.in(folder.resolve("keys")).server("server");
    http = HttpClient.newBuilder().sslContext(made.client()).build();
    Path data = folder.resolve("data");
    Map<String, String> settings =
        Map.of(
            "CARRYOVER_DATA_FOLDER", data.toString(),
            "CARRYOVER_DASHBOARD_PORT", "0",
            "CARRYOVER_MANAGEMENT_PORT", "0",
            "CARRYOVER_BROKER_PORT", "0",
            "CARRYOVER_BROKER_ACCESS", "credentials",
            "CARRYOVER_TLS_CERTIFICATE", made.certificate("server").toString(),
            "CARRYOVER_TLS_KEY", made.key("server").toString());
    try (CarryoverService service =
        CarryoverService.start(SettingsReader.fromEnvironment(settings), InstantSource.system())) {
      token = AdminToken.ofCommand(data);
      URI api = service.dashboardAddress();
      assertThat(api.getScheme()).isEqualTo("https");
      until("ready", () -> status(service.managementAddress() + "/health/ready") == 200);
      service.directory().put(new Patient("p1", "clinic", "Somebody", Instant.EPOCH));

      Path file = folder.resolve("carryover.properties");
      Files.writeString(
          file,
          "data.folder=%s\ndashboard.port=%d\ntls.certificate=%s\ntls.key=%s\n"
              .formatted(data, api.getPort(), made.certificate("server"), made.key("server")));
      CommandRun enrol =
          CommandRun.of(List.of("enrol", "--config", file.toString(), "--patient", "p1", "--qr"));
      assertThat(enrol.exit()).as(enrol.err()).isZero();
      assertThat(enrol.out()).contains("for QR carryover:enrol?code=", "api=https", "\u2588");

      JsonNode code = post(api, "/api/v1/enrolments/codes", "{\"patient\":\"p1\"}", 201);
      Map<String, String> uri = query(code.path("uri").asText());
      assertThat(uri.get("api")).startsWith("https://");
      assertThat(uri.get("broker")).startsWith("mqtts://");
      String claim = "{\"code\":\"%s\",\"device\":\"watch-1\"}".formatted(uri.get("code"));
      JsonNode granted = post(URI.create(uri.get("api")), "/api/v1/enrolments/claim", claim, 201);
      assertThat(post(api, "/api/v1/enrolments/claim", claim, 403).path("code").asText())
          .isEqualTo("enrolment.code-unknown");
      assertThat(granted.path("broker").asText()).isEqualTo(uri.get("broker"));

      URI broker = URI.create(granted.path("broker").asText());
      MqttAddress address =
          MqttAddress.of(broker.getHost(), broker.getPort(), "watch-1")
              .with(new MqttCredentials("watch-1", granted.path("secret").asText()))
              .over(made.client());
      List<MqttState> states = new CopyOnWriteArrayList<>();
      try (MqttPublisher device =
          new MqttPublisher(
              address,
              MqttPublisherSettings.standard().withBackoff(EAGER).withCloseGrace(Duration.ZERO),
              MqttRole.FEED,
              states::add,
              new SimpleMeterRegistry())) {
        device.start();
        device
            .publish(
                OutboundMessage.of(
                    "carryover/v1/clinic/watch-1/up/pain",
                    "{\"at\":\"2026-03-02T09:00:00Z\",\"nrs\":3}".getBytes(StandardCharsets.UTF_8)))
            .toCompletableFuture()
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        until("the message to be in the journal", () -> service.journalled() == 1);
        assertThat(device.state()).isEqualTo(MqttState.CONNECTED);

        post(api, "/api/v1/devices/watch-1/revoke", "{}", 200);
        until("the open connection to end", () -> device.state() == MqttState.CONNECTING);
        until("attempts to come back to fail", () -> refusals(service) >= 3);
        assertThat(states)
            .containsExactly(MqttState.CONNECTING, MqttState.CONNECTED, MqttState.CONNECTING);
        assertThat(service.journalled()).isEqualTo(1);
      }
    }
  }

  @Test
  void aRecordingIsPublishedOverTlsToABrokerThatTheAuthorityVouchesFor() throws Exception {
    TestCertificates made = TestCertificates.in(folder.resolve("keys")).server("server");
    Path recording = Files.writeString(folder.resolve("ride.csv"), "t_ms,hr\n1772442000000,90\n");
    Map<String, String> settings =
        Map.of(
            "CARRYOVER_DATA_FOLDER",
            folder.resolve("data").toString(),
            "CARRYOVER_DASHBOARD_PORT",
            "0",
            "CARRYOVER_MANAGEMENT_PORT",
            "0",
            "CARRYOVER_BROKER_PORT",
            "0",
            "CARRYOVER_TLS_KEYSTORE",
            made.keystore("server").toString(),
            "CARRYOVER_TLS_KEYSTORE_PASSWORD",
            TestCertificates.PASSWORD);
    try (CarryoverService service =
        CarryoverService.start(SettingsReader.fromEnvironment(settings), InstantSource.system())) {
      until("the link to stand", service::subscribed);
      String broker = "localhost:" + service.broker("any").port();
      CommandRun sent = publish(recording, broker, made.authority());
      assertThat(sent.exit()).as(sent.err()).isZero();
      until("the recording to be in the journal", () -> service.journalled() > 0);
    }
  }

  private CommandRun publish(Path recording, String broker, Path authorities) {
    return CommandRun.of(
        List.of(
            "publish",
            recording.toString(),
            "--broker",
            broker,
            "--tls",
            "--authorities",
            authorities.toString(),
            "--places",
            folder.resolve("places").toString()));
  }

  private double refusals(CarryoverService service) {
    return get(service.managementAddress() + "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("carryover_broker_logins_refused"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static Map<String, String> query(String uri) {
    Map<String, String> fields = new java.util.HashMap<>();
    for (String field : uri.substring(uri.indexOf('?') + 1).split("&")) {
      String[] pair = field.split("=", 2);
      fields.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private JsonNode post(URI api, String path, String body, int expected) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(api.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(expected);
    return json.readTree(answer.body());
  }

  private int status(String address) {
    return get(address).statusCode();
  }

  private HttpResponse<String> get(String address) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    } catch (java.io.IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private static void until(String what, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(giveUpAt);
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }
}
