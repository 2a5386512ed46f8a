package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.command.CommandRun;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir Path folder;

  @Test
  void isShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  @Test
  void everyCommandItShowsRuns() throws Exception {
    Settings settings = settings("0");
    Files.writeString(
        folder.resolve("ride.csv"),
        "t_ms,hr\n1770000000000,92\n1770000001000,0\n1770000060000,95\n");
    Files.writeString(
        folder.resolve("events.jsonl"),
        "{\"patient\":\"p1\",\"stream\":\"pain\",\"at\":\"2026-03-02T08:00:00Z\",\"nrs\":3}\n");
    List<String> shown = new ArrayList<>();
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      Path config = folder.resolve("carryover.properties");
      Files.writeString(
          config,
          "data.folder=%s%ndashboard.port=%d%n"
              .formatted(settings.dataFolder(), service.dashboardAddress().getPort()));
      for (List<String> command : commands()) {
        shown.add(command.get(0));
        List<String> arguments = new ArrayList<>(command);
        switch (command.get(0)) {
          // Both run until they are stopped, and are started elsewhere in the tests.
          case "demo", "serve" -> arguments.add("--help");
          case "enrol" -> arguments.addAll(List.of("--config", config.toString()));
          case "publish" ->
              arguments.addAll(List.of("--broker", "127.0.0.1:" + service.broker("x").port()));
          default -> {}
        }
        arguments.replaceAll(
            word -> Files.exists(folder.resolve(word)) ? folder.resolve(word).toString() : word);
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exit()).as("%s%n%s", command, run.err()).isZero();
      }
      assertThat(service.enrolments().enrolments("clinic")).hasSize(1);
    }
    assertThat(shown).containsExactlyInAnyOrder("demo", "serve", "enrol", "publish", "analyze");
  }

  private Settings settings(String port) throws Exception {
    return SettingsReader.fromEnvironment(
        Map.of(
            "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
            "CARRYOVER_DASHBOARD_PORT", port,
            "CARRYOVER_MANAGEMENT_PORT", port,
            "CARRYOVER_BROKER_PORT", port));
  }

  private static List<List<String>> commands() throws IOException {
    List<List<String>> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
    while (block.find()) {
      for (String line : block.group(1).lines().toList()) {
        String command = line.replaceFirst("#.*", "").strip();
        if (command.startsWith("deploy/carryover ")) {
          List<String> words = new ArrayList<>();
          Matcher word = WORD.matcher(command.substring("deploy/carryover ".length()));
          while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
          }
          commands.add(words);
        } else {
          assertThat(ROOT.resolve(command.split(" ")[0])).as(line).isExecutable();
        }
      }
    }
    return commands;
  }
}
