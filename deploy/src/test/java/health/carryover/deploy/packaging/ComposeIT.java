package health.carryover.deploy.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import health.carryover.store.container.ServerImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/**
 * The compose file brought up, but for Grafana, of which there is no image to be made here: a
 * device speaks to Mosquitto over TLS, and Prometheus sees that PostgreSQL and InfluxDB have it.
 */
class ComposeIT {
  private static final String PROGRAM = "/opt/carryover/bin/carryover";
  private static final Path DOCKER_COMPOSE = Path.of("/usr/bin/docker-compose");

  @TempDir Path folder;

  private final String project = "carryover-it-" + ProcessHandle.current().pid();
  private Path compose;

  @Test
  void aMessageGoesAllTheWay() throws Exception {
    require();
    DockerClient docker = DockerClientFactory.lazyClient();
    try (InputStream image =
        Files.newInputStream(
            Shipped.FOLDER.resolve("carryover-" + Shipped.VERSION + "-image.tar"))) {
      docker.loadImageCmd(image).exec();
    }
    compose = Shipped.unpack(folder).resolve("compose");
    Shipped.must(compose, Map.of(), "./prepare.sh");
    String secret = Shipped.must(compose, Map.of(), "./prepare.sh", "device", "watch-1");
    secret = secret.lines().filter(line -> line.matches("[0-9a-f]{32}")).findFirst().orElseThrow();
    int prometheus = freePort();
    Files.writeString(
        compose.resolve(".env"),
        String.join(
            "\n",
            "CARRYOVER_IMAGE=carryover:" + Shipped.VERSION,
            "POSTGRES_IMAGE=carryover-test/postgres",
            "POSTGRES_FOLDER=/var/lib/service",
            "INFLUXDB_IMAGE=carryover-test/influxdb",
            "INFLUXDB_FOLDER=/var/lib/service",
            "MOSQUITTO_IMAGE=carryover-test/mosquitto",
            "PROMETHEUS_IMAGE=carryover-test/prometheus",
            "PROMETHEUS_PORT=" + prometheus,
            "DASHBOARD_PORT=" + freePort(),
            "DEVICES_PORT=" + freePort(),
            ""),
        StandardOpenOption.APPEND);
    try {
      compose("up", "-d", "carryover", "mosquitto", "postgres", "influxdb", "prometheus");
      Shipped.until(
          "Carryover to be ready, as Prometheus sees it",
          () -> value(prometheus, "min(carryover_ready)") == 1);
      carryover("", PROGRAM + " enrol --patient p1 --name A --device watch-1");
      carryover(
          secret,
          "echo 't_ms,hr\n1770000000000,92\n1770000001000,93' >/tmp/ride.csv; "
              + PROGRAM
              + " publish --broker mosquitto:8883 --tls --authorities /etc/carryover/authority.pem"
              + " --user watch-1 --device watch-1 /tmp/ride.csv");
      Shipped.until(
          "the messages to be in the journal and their heart rate in InfluxDB",
          () ->
              value(prometheus, "carryover_ingest_messages_total{fate=\"accepted\"}") == 3
                  && value(prometheus, "carryover_telemetry_behind") == 0
                  && value(prometheus, "carryover_telemetry_refused") == 0);
      System.out.println("the compose file was brought up without Grafana");
    } catch (AssertionError failed) {
      System.out.println(
          Shipped.run(compose, Map.of(), command("logs", "--tail=40", "carryover")).output());
      throw failed;
    } finally {
      Shipped.run(compose, Map.of(), command("down", "-v", "-t", "5"));
    }
  }

  private void carryover(String brokerPassword, String script)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("exec", "-T"));
    if (!brokerPassword.isEmpty()) {
      command.addAll(List.of("-e", "CARRYOVER_BROKER_PASSWORD=" + brokerPassword));
    }
    command.addAll(List.of("carryover", "sh", "-c", script));
    compose(command.toArray(String[]::new));
  }

  private void compose(String... arguments) throws IOException, InterruptedException {
    Shipped.must(compose, Map.of(), command(arguments).toArray(String[]::new));
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(DOCKER_COMPOSE.toString(), "-p", project));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /** What Prometheus says to {@code query}; NaN: nothing yet. */
  private static double value(int port, String query) {
    String answer =
        Shipped.read(
            "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, UTF_8));
    try {
      return new ObjectMapper().readTree(answer).at("/data/result/0/value/1").asDouble(Double.NaN);
    } catch (IOException notYet) {
      return Double.NaN;
    }
  }

  private static void require() {
    String line = "";
    if (!ServerImage.containersStart()) {
      line = "NOT RUN: there is no Docker, so the compose file is not brought up";
    } else if (!Files.isExecutable(DOCKER_COMPOSE)) {
      line = "NOT RUN: there is no " + DOCKER_COMPOSE;
    } else if (!System.getProperty("carryover.image.postgres", "").startsWith("carryover-test/")) {
      line = "NOT RUN: the compose file is brought up with the images of .ci/images alone";
    }
    if (!line.isEmpty()) {
      assertThat(Boolean.getBoolean("carryover.providers.required")).as(line).isFalse();
      System.out.println(line);
      Assumptions.abort(line);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
