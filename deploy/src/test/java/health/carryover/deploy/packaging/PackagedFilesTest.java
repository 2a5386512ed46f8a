package health.carryover.deploy.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import health.carryover.deploy.broker.MosquittoRights;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.tls.TestCertificates;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files an operator starts from are right by their own validators, and the service takes them.
 */
class PackagedFilesTest {
  private static final Path PACKAGING = Path.of("packaging").toAbsolutePath();
  private static final Path DOCKER_COMPOSE = Path.of("/usr/bin/docker-compose");
  private static final Path SYSTEMD_ANALYZE = Path.of("/usr/bin/systemd-analyze");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @TempDir Path folder;

  /**
   * The models are made from the schema that Kubernetes publishes, and refuse what is not in it.
   */
  @Test
  void kubernetesKnowsEveryField() throws Exception {
    List<JsonNode> parts = manifests();
    assertThat(parts)
        .extracting(part -> part.path("kind").asText())
        .containsExactly("ServiceAccount", "ConfigMap", "StatefulSet", "Service", "NetworkPolicy");
    for (JsonNode part : parts) {
      validate(part);
    }
    JsonNode misspelt = parts.get(2).deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode)
            misspelt.at("/spec/template/spec/containers/0/livenessProbe"))
        .put("periodSecond", 3);
    assertThatThrownBy(() -> validate(misspelt)).hasMessageContaining("periodSecond");
  }

  @Test
  void theServiceTakesWhatKubernetesTellsIt() throws Exception {
    List<JsonNode> parts = manifests();
    JsonNode pod = parts.get(2).at("/spec/template/spec");
    assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    Settings settings = settings(strings(parts.get(1).path("data")));
    JsonNode container = pod.at("/containers/0");
    Map<String, Integer> ports = new HashMap<>();
    container
        .path("ports")
        .forEach(port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
    assertThat(ports)
        .isEqualTo(
            Map.of(
                "dashboard", settings.dashboard().port(),
                "management", settings.management().port(),
                "devices", settings.broker().port()));
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(container.path(probe).at("/httpGet/path").asText())
          .isIn("/health/started", "/health/ready", "/health/live");
    }
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
  }

  @Test
  void theServiceTakesWhatComposeTellsIt() throws Exception {
    JsonNode compose =
        new YAMLMapper().readTree(PACKAGING.resolve("compose/compose.yaml").toFile());
    Map<String, String> told = strings(compose.at("/services/carryover/environment"));
    told.replaceAll(
        (key, value) ->
            value
                .replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1")
                .replaceAll("\\$\\{[A-Z_]+:\\?[^}]*}", "a-password"));
    assertThat(settings(told).broker().kind()).isEqualTo(Settings.BrokerKind.EXTERNAL);
    assertThat(compose.at("/services/carryover/read_only").asBoolean()).isTrue();
    assertThat(compose.at("/networks/stores/internal").asBoolean()).isTrue();
    assertThat(Files.readString(PACKAGING.resolve("compose/prepare.sh")))
        .contains(MosquittoRights.file("clinic", "carryover"));
  }

  @Test
  void composeUnderstandsItsFile() throws Exception {
    require(DOCKER_COMPOSE, "docker-compose");
    must(
        PACKAGING.resolve("compose"),
        Map.of(
            "CARRYOVER_BROKER_PASSWORD", "x",
            "CARRYOVER_STORE_PASSWORD", "x",
            "GRAFANA_PASSWORD", "x"),
        DOCKER_COMPOSE.toString(),
        "config",
        "--quiet");
  }

  @Test
  void prometheusUnderstandsItsFile() throws Exception {
    require(PROMTOOL, "prometheus");
    for (String file : List.of("compose/prometheus.yml", "prometheus/carryover-rules.yml")) {
      Files.copy(PACKAGING.resolve(file), folder.resolve(Path.of(file).getFileName().toString()));
    }
    Files.copy(
        TestCertificates.in(folder.resolve("made")).authority(), folder.resolve("authority.pem"));
    must(folder, Map.of(), PROMTOOL.toString(), "check", "config", "prometheus.yml");
  }

  @Test
  void systemdFindsNothingWrongAndLittleExposed() throws Exception {
    require(SYSTEMD_ANALYZE, "systemd");
    Path unit = folder.resolve("carryover.service");
    Files.writeString(
        unit,
        Files.readString(PACKAGING.resolve("systemd/carryover.service"))
            .replace("/opt/carryover/bin/", PACKAGING.resolve("bin") + "/"));
    assertThat(unit).content().contains(PACKAGING.resolve("bin/carryover") + " serve");
    must(folder, Map.of(), SYSTEMD_ANALYZE.toString(), "verify", "--man=no", unit.toString());
    // Of 100; a unit that says nothing has 96.
    must(
        folder,
        Map.of(),
        SYSTEMD_ANALYZE.toString(),
        "security",
        "--offline=yes",
        "--threshold=20",
        "--no-pager",
        unit.toString());
  }

  private static void validate(JsonNode part) throws Exception {
    JsonElement element = JsonParser.parseString(part.toString());
    try {
      Class.forName("io.kubernetes.client.openapi.models.V1" + part.path("kind").asText())
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, element);
    } catch (InvocationTargetException wrong) {
      throw new IllegalArgumentException(wrong.getCause().getMessage(), wrong.getCause());
    }
  }

  private static List<JsonNode> manifests() throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    try (MappingIterator<JsonNode> parts =
        mapper
            .readerFor(JsonNode.class)
            .readValues(
                new YAMLFactory()
                    .createParser(PACKAGING.resolve("kubernetes/carryover.yaml").toFile()))) {
      return parts.readAll();
    }
  }

  private Settings settings(Map<String, String> told) throws Exception {
    Map<String, String> here = new HashMap<>(told);
    here.put("CARRYOVER_DATA_FOLDER", folder.resolve("data").toString());
    return SettingsReader.fromEnvironment(here);
  }

  private static Map<String, String> strings(JsonNode object) {
    return object.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asText()));
  }

  private static void must(Path where, Map<String, String> environment, String... command)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String words = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", String.join(" ", command), words).isZero();
  }

  private static void require(Path binary, String debianPackage) {
    if (!Files.isExecutable(binary)) {
      String line = "NOT RUN: there is no " + binary + " (package " + debianPackage + ")";
      assertThat(Boolean.getBoolean("carryover.providers.required")).as(line).isFalse();
      System.out.println(line);
      Assumptions.abort(line);
    }
  }
}
