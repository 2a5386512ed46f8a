package health.carryover.deploy.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import health.carryover.analysis.port.MemoryOffsets;
import health.carryover.analysis.port.MemoryTelemetryRefusals;
import health.carryover.analysis.port.Telemetry.Block;
import health.carryover.store.influx.InfluxAddress;
import health.carryover.store.influx.InfluxServer;
import health.carryover.store.influx.InfluxTelemetry;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Grafana's InfluxDB data source is no program here: what it sends over HTTP for InfluxQL is sent
 * as it does, by the data source that is packaged, to a server with users (InfluxDB 1.6).
 */
class GrafanaDataSourceTest {
  private static final Path PACKAGED = Path.of("packaging/grafana/heart-rate-datasource.yml");
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
  private static final String POLICY = "heart_rate";

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private JsonNode source;
  private String url;

  @Test
  void whatGrafanaAsksForComesBackAndItMayOnlyRead() throws Exception {
    source = new YAMLMapper().readTree(PACKAGED.toFile()).path("datasources").get(0);
    assertThat(source.path("type").asText()).isEqualTo("influxdb");
    assertThat(source.path("url").asText()).isEqualTo("$CARRYOVER_INFLUXDB_URL");
    assertThat(source.at("/secureJsonData/password").asText())
        .isEqualTo("$CARRYOVER_INFLUXDB_PASSWORD");
    String database = source.at("/jsonData/dbName").asText();
    try (InfluxServer server =
        InfluxServer.startGuarded(Files.createDirectory(folder.resolve("influx")))) {
      url = server.url();
      server.administer("CREATE USER boss WITH PASSWORD 'boss' WITH ALL PRIVILEGES", "", "");
      fill(server, database);
      server.administer(
          "CREATE USER " + source.path("user").asText() + " WITH PASSWORD 'looks'", "boss", "boss");
      server.administer(
          "GRANT READ ON \"" + database + "\" TO " + source.path("user").asText(), "boss", "boss");

      variablesAndEditor(database);
      panels(database);
      assertThat(
              http.send(
                      request("/write?db=" + database + "&rp=" + POLICY)
                          .POST(HttpRequest.BodyPublishers.ofString("heart_rate bpm=1"))
                          .build(),
                      HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(403);
      assertThat(asked(database, "DROP SERIES FROM heart_rate").toString()).contains("error");
      assertThat(values(database, "SHOW TAG VALUES FROM heart_rate WITH KEY = \"device\""))
          .hasSize(2);
    }
  }

  /** Ten minutes of one device each second, and one reading a minute of another. */
  private void fill(InfluxServer server, String database) {
    InfluxAddress address =
        new InfluxAddress(
            server.url(),
            InfluxAddress.Api.V1,
            "",
            database,
            POLICY,
            Duration.ZERO,
            Duration.ZERO,
            "boss",
            "boss");
    try (InfluxTelemetry telemetry =
        new InfluxTelemetry(address, new MemoryOffsets(), new MemoryTelemetryRefusals())) {
      long[] seconds = IntStream.range(0, 600).mapToLong(i -> at(i)).toArray();
      float[] bpm = new float[600];
      for (int i = 0; i < bpm.length; i++) {
        bpm[i] = 100 + i / 60;
      }
      long[] minutes = IntStream.range(0, 5).mapToLong(i -> at(i * 60)).toArray();
      telemetry.append(
          List.of(
              new Block(1, "p-1", "watch-1", seconds, bpm),
              new Block(2, "p-2", "watch-2", minutes, new float[] {61, 62, 63, 64, 65})));
    }
  }

  private static long at(int second) {
    return T.toEpochMilli() + second * 1_000L;
  }

  /** What the query editor and variables of dashboards ask for. */
  private void variablesAndEditor(String database) throws Exception {
    assertThat(values(database, "SHOW RETENTION POLICIES on \"" + database + "\""))
        .contains(POLICY);
    assertThat(values(database, "SHOW MEASUREMENTS LIMIT 100"))
        .containsExactly("heart_rate", "heart_rate_minutes");
    assertThat(values(database, "SHOW FIELD KEYS FROM \"" + POLICY + "\".\"heart_rate\""))
        .containsExactly("bpm", "sequence");
    assertThat(values(database, "SHOW TAG KEYS FROM \"" + POLICY + "\".\"heart_rate\""))
        .containsExactly("device", "patient");
    JsonNode devices =
        series(
            database,
            "SHOW TAG VALUES FROM \"" + POLICY + "\".\"heart_rate\" WITH KEY = \"device\"");
    assertThat(devices.get(0).path("values").findValuesAsText("1")).isEmpty();
    assertThat(devices.get(0).path("values").get(0).get(1).asText()).isEqualTo("watch-1");
    assertThat(devices.get(0).path("values").get(1).get(1).asText()).isEqualTo("watch-2");
  }

  /** What a graph asks for, in the form of Grafana's query model. */
  private void panels(String database) throws Exception {
    String within =
        "time >= %dms and time <= %dms".formatted(at(0), T.plusSeconds(899).toEpochMilli());
    JsonNode graph =
        series(
            database,
            "SELECT mean(\"bpm\") FROM \""
                + POLICY
                + "\".\"heart_rate\" WHERE (\"patient\" = 'p-1') AND "
                + within
                + " GROUP BY time(1m), \"device\" fill(null) ORDER BY time ASC");
    assertThat(graph).hasSize(1);
    assertThat(graph.get(0).at("/tags/device").asText()).isEqualTo("watch-1");
    JsonNode points = graph.get(0).path("values");
    assertThat(points).hasSize(15);
    assertThat(points.get(0).get(0).asLong()).as("milliseconds").isEqualTo(T.toEpochMilli());
    assertThat(points.get(0).get(1).asDouble()).isEqualTo(100);
    assertThat(points.get(9).get(1).asDouble()).isEqualTo(109);
    assertThat(points.get(10).get(1).isNull()).as("a gap stays a gap").isTrue();

    JsonNode all =
        series(
            database,
            "SELECT max(\"bpm\") FROM \""
                + POLICY
                + "\".\"heart_rate\" WHERE (\"patient\" =~ /^(p-1|p-2)$/) AND "
                + within
                + " GROUP BY time(5m), \"patient\" fill(null)");
    assertThat(all).hasSize(2);
    JsonNode raw =
        series(
            database,
            "SELECT \"bpm\" FROM \""
                + POLICY
                + "\".\"heart_rate\" WHERE (\"device\"::tag = 'watch-2') AND "
                + within);
    assertThat(raw.get(0).path("values")).hasSize(5);
  }

  private HttpRequest.Builder request(String path) {
    String login = source.path("user").asText() + ":looks";
    return HttpRequest.newBuilder(URI.create(url + path))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
  }

  private JsonNode asked(String database, String query) throws Exception {
    String path =
        "/query?db=%s&epoch=ms&q=%s"
            .formatted(database, URLEncoder.encode(query, StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    return json.readTree(answer.body());
  }

  private JsonNode series(String database, String query) throws Exception {
    JsonNode answer = asked(database, query);
    assertThat(answer.toString()).as(query).doesNotContain("error");
    return answer.at("/results/0/series");
  }

  private List<String> values(String database, String query) throws Exception {
    List<String> values = new ArrayList<>();
    series(database, query)
        .forEach(s -> s.path("values").forEach(v -> values.add(v.get(0).asText())));
    return values;
  }
}
