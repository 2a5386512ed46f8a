package health.carryover.deploy.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.demo.Demo;
import health.carryover.deploy.documents.Documents;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.simulator.LivingClinic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files for Prometheus and Grafana fit what a service says that is at work: an hour of the
 * clinic of the demo, on a clock that hurries, with an InfluxDB that is away.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int TIMES = 120;
  private static final Path PACKAGING = Path.of("packaging").toAbsolutePath();
  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:carryover|jvm|process|system|vertx)_[a-z0-9_]+\\b(?!\\s*=)");

  private final ObjectMapper json = new ObjectMapper();
  private final HurryingClock clock = new HurryingClock();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private CarryoverService service;
  private Demo demo;
  private Thread life;
  private Instant hourIsOverAt;

  private Path folder;

  @BeforeAll
  void aClinicAtWork(@TempDir Path temporary) throws Exception {
    folder = temporary;
    Settings settings =
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0",
                "CARRYOVER_TELEMETRY_KIND", "influxdb",
                "CARRYOVER_TELEMETRY_URL", "http://127.0.0.1:" + freePort(),
                "CARRYOVER_TELEMETRY_API", "v1"));
    service = CarryoverService.start(settings, clock);
    demo =
        new Demo(
            service, settings.clinic(), Files.createDirectories(folder.resolve("demo")), clock);
    long seed = 20261122;
    System.out.println("seed " + seed);
    LivingClinic living = demo.prepare(seed, (done, all) -> {});
    hourIsOverAt = clock.instant().plus(Duration.ofHours(1));
    clock.hurry(TIMES);
    life = new Thread(() -> live(living), "clinic");
    life.start();
  }

  private void live(LivingClinic living) {
    try {
      demo.live(living, stopped::get);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterAll
  void stop() throws Exception {
    stopped.set(true);
    if (life != null) {
      life.join();
      demo.close();
    }
    if (service != null) {
      service.close();
    }
  }

  @Test
  void theDocumentNamesEveryMetric() throws Exception {
    Scrape scrape = scrape();
    scrape
        .families()
        .forEach(
            (name, family) -> {
              if (name.startsWith("carryover_")) {
                assertThat(family.help).as("what %s says", name).isNotEmpty();
              }
            });
    assertThat(scrape.markdown().lines()).hasSizeGreaterThan(30);
    Documents.section("docs/metrics.md", scrape.markdown());
  }

  @Test
  void everyMetricThatIsAskedForExists() throws Exception {
    Set<String> asked = new TreeSet<>();
    for (String text : List.of(rules(), String.join("\n", queries()))) {
      Matcher metric = METRIC.matcher(text);
      while (metric.find()) {
        asked.add(metric.group());
      }
    }
    assertThat(asked).hasSizeGreaterThan(30);
    assertThat(scrape().series()).containsAll(asked);
  }

  @Test
  void theRulesSpeakWhenTheyShould() throws Exception {
    require(PROMTOOL);
    Path prometheus = PACKAGING.resolve("prometheus");
    must(prometheus, PROMTOOL.toString(), "check", "rules", "carryover-rules.yml");
    must(prometheus, PROMTOOL.toString(), "test", "rules", "carryover-rules-test.yml");
  }

  @Test
  void everyQueryOfTheDashboardHasAnAnswer() throws Exception {
    require(PROMETHEUS);
    int port = freePort();
    URI management = service.managementAddress();
    Path configuration = folder.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global:
          scrape_interval: 1s
          evaluation_interval: 1s
        rule_files:
          - %s
        scrape_configs:
          - job_name: carryover
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(PACKAGING.resolve("prometheus/carryover-rules.yml"), management.getPort()));
    must(folder, PROMTOOL.toString(), "check", "config", configuration.toString());
    Path log = folder.resolve("prometheus.log");
    Process process =
        new ProcessBuilder(
                PROMETHEUS.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("series"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Set<String> open = new LinkedHashSet<>(queries());
      int asked = open.size();
      long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
      while (!open.isEmpty() || clock.instant().isBefore(hourIsOverAt)) {
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        assertThat(System.nanoTime()).as("no series yet for %s", open).isLessThan(giveUpAt);
        open.removeIf(query -> !series(port, query).isEmpty());
        LockSupport.parkNanos(200_000_000);
      }
      System.out.println(
          asked + " queries of the dashboard gave series after an hour of the clinic");
      JsonNode groups =
          json.readTree(get("http://127.0.0.1:" + port + "/api/v1/rules"))
              .path("data")
              .path("groups");
      List<String> ill = new ArrayList<>();
      groups
          .path(0)
          .path("rules")
          .forEach(
              rule -> {
                if (rule.path("health").asText().equals("err")) {
                  ill.add(rule.toString());
                }
              });
      assertThat(groups.path(0).path("rules").size()).isGreaterThan(10);
      assertThat(ill).isEmpty();
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private JsonNode series(int port, String query) {
    try {
      JsonNode answer =
          json.readTree(
              get(
                  "http://127.0.0.1:"
                      + port
                      + "/api/v1/query?query="
                      + URLEncoder.encode(query.replace("$__rate_interval", "1m"), UTF_8)));
      assertThat(answer.path("error").asText()).as(query).isEmpty();
      return answer.path("data").path("result");
    } catch (IOException notYet) {
      return json.createArrayNode();
    }
  }

  private List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    JsonNode dashboard =
        json.readTree(PACKAGING.resolve("grafana/carryover-dashboard.json").toFile());
    for (JsonNode panel : dashboard.path("panels")) {
      panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    }
    assertThat(queries).hasSizeGreaterThan(30).doesNotContain("");
    return queries;
  }

  private static String rules() throws IOException {
    return Files.readString(PACKAGING.resolve("prometheus/carryover-rules.yml"));
  }

  private Scrape scrape() throws IOException {
    return Scrape.of(get(service.managementAddress() + "/metrics"));
  }

  private static String get(String address) throws IOException {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static void must(Path where, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start();
    String words = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", String.join(" ", command), words).isZero();
  }

  private static void require(Path binary) {
    if (!Files.isExecutable(binary)) {
      String line = "NOT RUN: there is no " + binary + " (package prometheus)";
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
