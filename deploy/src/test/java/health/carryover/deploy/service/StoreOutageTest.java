package health.carryover.deploy.service;

import static health.carryover.deploy.service.OutageLoad.await;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that is stopped, locks the service out or answers slowly while a device sends: what is
 * not stored is not acknowledged, readiness says why, and everything follows by itself.
 */
class StoreOutageTest {
  private static final int MESSAGES = 400;
  private static final long SLOW_MILLIS = 80;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedPostgres server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = freePort();
    startServer();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE carryover LOGIN PASSWORD 'first'");
      statement.execute("CREATE DATABASE carryover OWNER carryover");
    }
  }

  private void startServer() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(folder.resolve("postgres"))
            .setCleanDataDirectory(false)
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aDatabaseThatIsStoppedUnderLoadMissesNothing() throws Exception {
    try (CarryoverService service = service(port);
        OutageLoad load = new OutageLoad(service.broker("watch-1"))) {
      enrol(service);
      load.send(MESSAGES);
      await(() -> taken(service) > 0);
      server.close();
      load.send(MESSAGES);
      withholdsAndSaysWhy(service, load);
      startServer();
      catchesUp(service, load);
    }
  }

  @Test
  void whatWasWithheldComesAgainToAServiceThatWasStoppedMeanwhile() throws Exception {
    OutageLoad books;
    try (CarryoverService service = service(port);
        OutageLoad load = new OutageLoad(service.broker("watch-1"))) {
      books = load;
      enrol(service);
      load.send(MESSAGES);
      server.close();
      load.send(MESSAGES);
      withholdsAndSaysWhy(service, load);
    }
    startServer();
    try (CarryoverService service = service(port)) {
      await(() -> service.journalled() >= books.different());
      catchesUp(service, books);
    }
  }

  @Test
  void aServiceThatIsLockedOutForAWhileMissesNothing() throws Exception {
    requirePassword();
    try (CarryoverService service = service(port);
        OutageLoad load = new OutageLoad(service.broker("watch-1"))) {
      enrol(service);
      load.send(MESSAGES);
      await(() -> taken(service) > 0);
      administer(
          "ALTER ROLE carryover PASSWORD 'second'",
          "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
              + " WHERE usename = 'carryover'");
      load.send(MESSAGES);
      withholdsAndSaysWhy(service, load);
      assertThat(ready(service).body()).contains("SQLSTATE 28P01");
      administer("ALTER ROLE carryover PASSWORD 'first'");
      catchesUp(service, load);
    }
  }

  @Test
  void aDatabaseThatAnswersSlowlyHoldsUpAndMissesNothing() throws Exception {
    try (DelayingProxy proxy = new DelayingProxy(port);
        CarryoverService service = service(proxy.port());
        OutageLoad load = new OutageLoad(service.broker("watch-1"))) {
      enrol(service);
      proxy.delay(SLOW_MILLIS);
      load.send(MESSAGES);
      await(() -> taken(service) > 0);
      assertThat(service.subscribed()).as("the link to the broker stands").isTrue();
      assertThat(ready(service).statusCode()).as("slow is not away").isEqualTo(200);
      load.send(MESSAGES);
      await(() -> service.journalled() == load.different());
      proxy.delay(0);
      catchesUp(service, load);
    }
  }

  /** While nothing can be stored nothing is taken, and whoever asks is told. */
  private void withholdsAndSaysWhy(CarryoverService service, OutageLoad load) {
    await(
        () -> {
          HttpResponse<String> answer = ready(service);
          return answer.statusCode() == 503
              && answer.body().contains("\"probe\":\"store\"")
              && answer.body().contains("cannot be written now");
        });
    double before = taken(service);
    assertThat(before).as("messages acknowledged").isLessThan(load.different());
    await(() -> failures(service) > 2);
    assertThat(taken(service)).isEqualTo(before);
  }

  private void catchesUp(CarryoverService service, OutageLoad load) throws Exception {
    await(() -> service.journalled() >= load.different() && service.waiting() == 0);
    // The command that serves looks in the same way, every two seconds.
    await(() -> !service.displaced() && ready(service).statusCode() == 200);
    await(() -> readings(service) == load.readings());
    try (Connection connection = server.getDatabase("postgres", "carryover").getConnection()) {
      load.check(connection, "carryover_journal.");
    }
  }

  private static int readings(CarryoverService service) {
    return service
        .telemetry()
        .readings("p1", Instant.EPOCH, OutageLoad.START.plus(Duration.ofDays(2)))
        .size();
  }

  private static void enrol(CarryoverService service) {
    service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
  }

  /** Messages that were acknowledged, copies too. */
  private double taken(CarryoverService service) {
    return metric(service, "carryover_ingest_messages_total");
  }

  private double failures(CarryoverService service) {
    return metric(service, "carryover_ingest_journal_failures_total");
  }

  private double metric(CarryoverService service, String name) {
    return get(service.managementAddress() + "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpResponse<String> ready(CarryoverService service) {
    return get(service.managementAddress() + "/health/ready");
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

  /** The server that tests start trusts everybody. */
  private void requirePassword() throws Exception {
    Path rules = folder.resolve("postgres").resolve("pg_hba.conf");
    Files.writeString(
        rules, "host all carryover 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
    administer("SELECT pg_reload_conf()");
  }

  private void administer(String... statements) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private CarryoverService service(int databasePort) throws Exception {
    return CarryoverService.start(
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0",
                "CARRYOVER_STOP_WITHIN", "2s",
                "CARRYOVER_STORE_KIND", "postgresql",
                "CARRYOVER_STORE_URL", "jdbc:postgresql://127.0.0.1:" + databasePort + "/carryover",
                "CARRYOVER_STORE_USER", "carryover",
                "CARRYOVER_STORE_PASSWORD", "first")),
        InstantSource.system());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
