package health.carryover.deploy.service;

import static health.carryover.deploy.service.OutageLoad.await;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.broker.BrokerAccess;
import health.carryover.deploy.broker.BrokerSettings;
import health.carryover.deploy.broker.EmbeddedBroker;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.ingest.mqtt.MqttAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are on a disk of a few MiB, in memory, that really becomes full. */
class FullDiskTest {
  private static final int MESSAGES = 400;
  private static final int DISK_MEBIBYTES = 16;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aFullDiskWithholdsAcknowledgementsUntilThereIsSpaceAgain() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_MEBIBYTES);
        EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerSettings.local(0, folder.resolve("broker")),
                BrokerAccess.anyoneOnThisMachine());
        CarryoverService service = service(disk, broker.port());
        OutageLoad load = new OutageLoad(MqttAddress.of("127.0.0.1", broker.port(), "watch-1"))) {
      service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      load.send(MESSAGES);
      await(() -> service.journalled() == load.different());
      disk.fill();
      await(
          () -> {
            load.send(MESSAGES / 4);
            HttpResponse<String> answer = ready(service);
            return answer.statusCode() == 503 && answer.body().contains("SQLITE_FULL");
          });
      load.send(MESSAGES);
      long held = service.journalled();
      assertThat(held).isLessThan(load.different());
      assertThat(ready(service).body()).contains("\"probe\":\"store\"", "SQLITE_FULL");
      disk.makeRoom();
      await(() -> service.journalled() == load.different() && service.waiting() == 0);
      await(() -> ready(service).statusCode() == 200);
      assertThat(
              service
                  .telemetry()
                  .readings("p1", Instant.EPOCH, OutageLoad.START.plus(Duration.ofDays(2))))
          .hasSize(load.readings());
      try (Connection connection =
          DriverManager.getConnection(
              "jdbc:sqlite:"
                  + disk.folder().resolve("data").resolve("store").resolve("journal.db"))) {
        load.check(connection, "");
      }
    }
  }

  private HttpResponse<String> ready(CarryoverService service) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(service.managementAddress() + "/health/ready")).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private CarryoverService service(SmallDisk disk, int brokerPort) throws Exception {
    return CarryoverService.start(
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", disk.folder().resolve("data").toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_KIND", "external",
                "CARRYOVER_BROKER_PORT", String.valueOf(brokerPort))),
        InstantSource.system());
  }
}
