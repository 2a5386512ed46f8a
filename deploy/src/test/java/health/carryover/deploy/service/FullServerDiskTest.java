package health.carryover.deploy.service;

import static health.carryover.deploy.service.OutageLoad.await;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of a PostgreSQL server becomes full while a device sends, and has space again: nothing
 * that was acknowledged is lost.
 */
class FullServerDiskTest {
  private static final int MESSAGES = 400;
  private static final int MEBIBYTES = 160;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aFullDiskOfPostgresWithholdsAcknowledgementsUntilThereIsSpaceAgain() throws Exception {
    int port = freePort();
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEBIBYTES)) {
      EmbeddedPostgres server = postgres(disk, port);
      try {
        administer(port, "postgres", "CREATE ROLE carryover LOGIN PASSWORD 'first'");
        administer(port, "postgres", "CREATE DATABASE carryover OWNER carryover");
        try (CarryoverService service = CarryoverService.start(onPostgres(port), clock());
            OutageLoad load = new OutageLoad(service.broker("watch-1"))) {
          service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
          load.send(MESSAGES);
          await(() -> service.journalled() == load.different());
          disk.fill();
          await(
              () -> {
                load.send(MESSAGES / 4);
                return service.journalled() < load.different() && ready(service) == 503;
              });
          disk.makeRoom();
          // A server that ended because it could not write is started by its operator.
          if (!answers(port)) {
            server.close();
            server = postgres(disk, port);
          }
          await(() -> service.journalled() >= load.different() && service.waiting() == 0);
          await(() -> !service.displaced() && ready(service) == 200);
          await(() -> readings(service) == load.readings());
          try (Connection connection = connect(port, "carryover")) {
            load.check(connection, "carryover_journal.");
          }
        }
      } finally {
        server.close();
      }
    }
  }

  private static InstantSource clock() {
    return InstantSource.system();
  }

  private static EmbeddedPostgres postgres(SmallDisk disk, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(disk.folder().resolve("postgres"))
        .setCleanDataDirectory(false)
        .start();
  }

  private static Connection connect(int port, String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
  }

  private static void administer(int port, String database, String statement) throws SQLException {
    try (Connection connection = connect(port, database);
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  private static boolean answers(int port) {
    try (Connection connection = connect(port, "postgres")) {
      return connection.isValid(10);
    } catch (SQLException ended) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int readings(CarryoverService service) {
    return service
        .telemetry()
        .readings("p1", Instant.EPOCH, OutageLoad.START.plus(Duration.ofDays(2)))
        .size();
  }

  private int ready(CarryoverService service) {
    return get(service.managementAddress() + "/health/ready").statusCode();
  }

  private HttpResponse<String> get(String address) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Settings onPostgres(int port) throws Exception {
    return settings(
        Map.of(
            "CARRYOVER_STOP_WITHIN", "2s",
            "CARRYOVER_STORE_KIND", "postgresql",
            "CARRYOVER_STORE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/carryover",
            "CARRYOVER_STORE_USER", "carryover",
            "CARRYOVER_STORE_PASSWORD", "first"));
  }

  private Settings settings(Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(
        Map.of(
            "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
            "CARRYOVER_DASHBOARD_PORT", "0",
            "CARRYOVER_MANAGEMENT_PORT", "0",
            "CARRYOVER_BROKER_PORT", "0"));
    return SettingsReader.fromEnvironment(environment);
  }
}
