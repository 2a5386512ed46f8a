package health.carryover.deploy.service;

import static health.carryover.deploy.service.OutageLoad.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import health.carryover.deploy.broker.BrokerAccess;
import health.carryover.deploy.broker.BrokerSettings;
import health.carryover.deploy.broker.EmbeddedBroker;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.ingest.mqtt.MqttAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are on a disk of a few MiB, in memory, that really becomes full. */
class FullDiskTest {
  private static final int MESSAGES = 400;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Path disk;
  private boolean mounted;

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "-l", disk.toString());
    }
  }

  @Test
  void aFullDiskWithholdsAcknowledgementsUntilThereIsSpaceAgain() throws Exception {
    mount();
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerSettings.local(0, folder.resolve("broker")),
                BrokerAccess.anyoneOnThisMachine());
        CarryoverService service = service(broker.port());
        OutageLoad load = new OutageLoad(MqttAddress.of("127.0.0.1", broker.port(), "watch-1"))) {
      service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      load.send(MESSAGES);
      await(() -> service.journalled() == load.different());
      Path ballast = disk.resolve("ballast");
      fill(ballast);
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
      Files.delete(ballast);
      await(() -> service.journalled() == load.different() && service.waiting() == 0);
      await(() -> ready(service).statusCode() == 200);
      assertThat(
              service
                  .telemetry()
                  .readings("p1", Instant.EPOCH, OutageLoad.START.plus(Duration.ofDays(2))))
          .hasSize(load.readings());
      try (Connection connection =
          DriverManager.getConnection(
              "jdbc:sqlite:" + disk.resolve("data").resolve("store").resolve("journal.db"))) {
        load.check(connection, "");
      }
    }
  }

  /** Without the right to mount nothing smaller than the machine's own disk can be filled. */
  private void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()) == 0;
    if (!mounted) {
      String line = "FullDiskTest: no right to mount a small disk here, a full one is not tried";
      System.out.println(line);
      abort(line);
    }
  }

  private static int run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException noSuchProgram) {
      return -1;
    }
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(Files.size(file)).isPositive();
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

  private CarryoverService service(int brokerPort) throws Exception {
    return CarryoverService.start(
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", disk.resolve("data").toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_KIND", "external",
                "CARRYOVER_BROKER_PORT", String.valueOf(brokerPort))),
        InstantSource.system());
  }
}
