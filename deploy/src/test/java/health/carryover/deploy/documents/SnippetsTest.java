package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.dashboard.DashboardService;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every snippet of every document is run or checked by a test, and which one it is stands in
 * docs/development.md: a new snippet without one fails here.
 */
class SnippetsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @TempDir Path folder;

  /**
   * Who keeps a snippet true.
   *
   * @param how what is done with it, in words
   * @param by the test classes
   */
  private record Keeper(String how, String... by) {}

  private static Map<String, Keeper> keepers() {
    Map<String, Keeper> keepers = new LinkedHashMap<>();
    Keeper readme = new Keeper("run", "ReadmeTest");
    for (int i = 1; i <= 4; i++) {
      keepers.put("README.md sh " + i, readme);
    }
    keepers.put("README.md text 1", new Keeper("a drawing: nothing to run"));
    keepers.put(
        "docs/device-guide.md json 1",
        new Keeper("checked against the schema of `/asyncapi.yaml`", "SnippetsTest"));
    keepers.put(
        "docs/device-guide.md python 1", new Keeper("run against a service", "DeviceGuideTest"));
    keepers.put(
        "docs/device-guide.md java 1",
        new Keeper(
            "compiled and run with stand-ins for Android's JSON classes", "DeviceGuideTest"));
    keepers.put(
        "docs/device-guide.md javascript 1",
        new Keeper("run with a stand-in for MQTT.js", "DeviceGuideTest"));
    keepers.put(
        "docs/operations.md sh 1",
        new Keeper("run by what builds everything that is shipped", "DistributionIT"));
    keepers.put("docs/operations.md sh 2", new Keeper("run", "DistributionIT"));
    keepers.put(
        "docs/operations.md sh 3",
        new Keeper(
            "`doctor` and `archive` run, `serve` started",
            "DocumentedCommandsTest",
            "DistributionIT"));
    keepers.put(
        "docs/operations.md sh 4",
        new Keeper(
            "the image is loaded and run by the daemon's API with the same options", "ImageIT"));
    keepers.put("docs/operations.md sh 5", new Keeper("run, with images made in CI", "ComposeIT"));
    keepers.put(
        "docs/operations.md sh 6",
        new Keeper("not run: they change the machine; the unit is verified", "PackagedFilesTest"));
    keepers.put("docs/operations.md sh 7", new Keeper("run", "DocumentedCommandsTest"));
    keepers.put(
        "docs/reliability.md sh 1",
        new Keeper("the tests they name exist and run by themselves", "SnippetsTest"));
    keepers.put(
        "docs/security.md conf 1",
        new Keeper("every address is one of `/openapi.json`", "SnippetsTest"));
    for (int i = 1; i <= 3; i++) {
      keepers.put("docs/stores.md sh " + i, new Keeper("run", "DocumentedCommandsTest"));
    }
    keepers.put(
        "docs/stores.md sh 4",
        new Keeper(
            "understood; the command is run with settings of its own",
            "DocumentsTest",
            "MigrateStoreTest"));
    keepers.put("docs/stores.md sql 1", new Keeper("run", "DocumentedDatabaseTest"));
    keepers.put("docs/stores.md properties 1", new Keeper("read as settings", "SnippetsTest"));
    keepers.put("docs/stores.md properties 2", new Keeper("read as settings", "SnippetsTest"));
    keepers.put("docs/stores.md properties 3", new Keeper("read as settings", "SnippetsTest"));
    return keepers;
  }

  @Test
  void everySnippetHasItsTest() throws Exception {
    assertThat(Fence.all())
        .extracting(Fence::name)
        .containsExactlyInAnyOrderElementsOf(keepers().keySet());
    StringBuilder list =
        new StringBuilder("\n| snippet | what is done with it | test |\n|---|---|---|\n");
    List<String> tests = tests();
    for (Map.Entry<String, Keeper> one : keepers().entrySet()) {
      Keeper keeper = one.getValue();
      for (String test : keeper.by()) {
        assertThat(tests).contains(test + ".java");
      }
      String by =
          Stream.of(keeper.by())
              .map(test -> "`" + test + "`")
              .reduce((a, b) -> a + ", " + b)
              .orElse("");
      list.append("| %s | %s | %s |\n".formatted(one.getKey(), keeper.how(), by));
    }
    Documents.section("docs/development.md", list.append('\n').toString());
  }

  private static List<String> tests() throws Exception {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().contains("src/test/java"))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  @Test
  void whatADeviceIsToldIsAsDescribed() throws Exception {
    JsonNode told = new ObjectMapper().readTree(Fence.of("docs/device-guide.md json 1").text());
    assertThat(new AsyncApiTest().schema("#/components/schemas/sync").validate(told)).isEmpty();
  }

  @Test
  void settingsAreSettings() throws Exception {
    for (Fence fence : Fence.all()) {
      if (fence.language().equals("properties")) {
        Properties shown = new Properties();
        shown.load(new StringReader(fence.text()));
        Map<String, String> told = new HashMap<>();
        shown.forEach(
            (key, value) ->
                told.put(
                    "CARRYOVER_"
                        + key.toString()
                            .toUpperCase(Locale.ROOT)
                            .replace('.', '_')
                            .replace('-', '_'),
                    value.toString()));
        told.put("CARRYOVER_DATA_FOLDER", folder.toString());
        Settings settings = SettingsReader.fromEnvironment(told);
        assertThat(settings.dataFolder()).as(fence.name()).isEqualTo(folder);
      }
    }
  }

  @Test
  void thePluginAsksAddressesThatExist() throws Exception {
    JsonNode paths =
        new ObjectMapper()
            .readTree(DashboardService.class.getResourceAsStream("web/openapi.json"))
            .get("paths");
    Matcher asked =
        Pattern.compile("(?m)_uri (\\S+)$").matcher(Fence.of("docs/security.md conf 1").text());
    List<String> addresses = new ArrayList<>();
    while (asked.find()) {
      addresses.add(asked.group(1));
    }
    assertThat(addresses).hasSize(3).allMatch(paths::has);
  }

  @Test
  void theTestsThatAreShownExist() throws Exception {
    Matcher named =
        Pattern.compile("-Dtest='?([\\w,]+)").matcher(Fence.of("docs/reliability.md sh 1").text());
    TreeMap<String, Integer> shown = new TreeMap<>();
    while (named.find()) {
      Stream.of(named.group(1).split(",")).forEach(test -> shown.merge(test, 1, Integer::sum));
    }
    assertThat(shown).isNotEmpty();
    assertThat(tests()).containsAll(shown.keySet().stream().map(test -> test + ".java").toList());
  }
}
