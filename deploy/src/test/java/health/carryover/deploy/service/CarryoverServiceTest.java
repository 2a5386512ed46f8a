package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.ingest.mqtt.Backoff;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarryoverServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Backoff EAGER = new Backoff(Duration.ofMillis(5), Duration.ofMillis(5));

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void startsServesAndStopsAndDoesItAgainWithTheSameData() throws Exception {
    Settings settings = settings(Map.of());
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      awaitReady(service);
      assertThat(get(service.managementAddress() + "/health/started").statusCode()).isEqualTo(200);
      assertThat(get(service.managementAddress() + "/metrics").body())
          .contains(
              "jvm_memory_used_bytes",
              "carryover_broker_paused",
              "carryover_dashboard_calls",
              "carryover_dashboard_streams",
              "carryover_ingest_queue_messages",
              "carryover_ingest_shard_waiting",
              "carryover_mqtt_waiting{role=\"down\"}",
              "carryover_mqtt_waiting{role=\"intake\"}",
              "carryover_sync_waiting");
      assertThat(service.signInLink().toString())
          .startsWith(service.dashboardAddress() + "/sign-in#");
      assertThat(get(service.dashboardAddress() + "/api/v1/triage").statusCode()).isEqualTo(401);
      assertThat(authorised(service.dashboardAddress() + "/api/v1/triage").statusCode())
          .isEqualTo(200);
    }
    try (CarryoverService again = CarryoverService.start(settings, InstantSource.system())) {
      awaitReady(again);
    }
  }

  @Test
  void theTokenIsForItsOwnerAlone() throws Exception {
    Path data = folder.resolve("data");
    AdminToken.makeFolder(data);
    String token = AdminToken.ofService(data);

    assertThat(token).hasSizeGreaterThan(40);
    assertThat(AdminToken.ofService(data)).isEqualTo(token);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("admin.token"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aPortThatIsTakenIsOneLineAndNothingKeepsRunning() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      for (String key :
          new String[] {
            "CARRYOVER_DASHBOARD_PORT", "CARRYOVER_MANAGEMENT_PORT", "CARRYOVER_BROKER_PORT"
          }) {
        assertThatThrownBy(
                () -> CarryoverService.start(settings(Map.of(key, port)), InstantSource.system()))
            .as(key)
            .isInstanceOf(ServiceStartException.class)
            .hasMessageContaining(port)
            .hasMessageMatching("[^\\n]*(in use|taken)[^\\n]*");
      }
    }
    try (CarryoverService free =
        CarryoverService.start(settings(Map.of()), InstantSource.system())) {
      awaitReady(free);
    }
  }

  @Test
  void aFolderInUseIsOneLine() throws Exception {
    try (CarryoverService first =
        CarryoverService.start(settings(Map.of()), InstantSource.system())) {
      assertThat(first.waiting()).isZero();
      assertThatThrownBy(() -> CarryoverService.start(settings(Map.of()), InstantSource.system()))
          .isInstanceOf(ServiceStartException.class)
          .hasMessageContaining("data")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void whatADeviceSendsAtTheVeryFirstStartIsNotDropped() throws Exception {
    int port = freePort();
    try (MqttPublisher device =
        new MqttPublisher(
            MqttAddress.of("127.0.0.1", port, "early-device"),
            MqttPublisherSettings.standard().withBackoff(EAGER),
            MqttRole.FEED,
            MqttStateListener.none(),
            new SimpleMeterRegistry())) {
      device.start();
      CompletionStage<Void> acknowledged =
          device.publish(
              OutboundMessage.of(
                  "carryover/v1/clinic/early-device/up/pain",
                  "{\"at\":\"2026-03-02T09:00:00Z\",\"nrs\":3}".getBytes(StandardCharsets.UTF_8)));
      try (CarryoverService service =
          CarryoverService.start(
              settings(Map.of("CARRYOVER_BROKER_PORT", String.valueOf(port))),
              InstantSource.system())) {
        acknowledged.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (service.journalled() == 0 && System.nanoTime() < giveUpAt) {
          Thread.onSpinWait();
        }
        assertThat(service.journalled()).isEqualTo(1);
      }
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Settings settings(Map<String, String> more) throws Exception {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0"));
    environment.putAll(more);
    return SettingsReader.fromEnvironment(environment);
  }

  private void awaitReady(CarryoverService service) throws Exception {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer = get(service.managementAddress() + "/health/ready");
    while (answer.statusCode() != 200 && System.nanoTime() < giveUpAt) {
      Thread.onSpinWait();
      answer = get(service.managementAddress() + "/health/ready");
    }
    assertThat(answer.body()).isEqualTo("{\"status\":\"up\",\"reasons\":[]}");
  }

  private HttpResponse<String> get(String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> authorised(String address) throws Exception {
    String token = AdminToken.ofCommand(folder.resolve("data"));
    return client.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }
}
