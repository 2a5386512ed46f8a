package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People are invited by whoever runs the machine, and nothing secret is in its files after that.
 */
class PeopleCommandTest {
  private static final String PASSWORD = "a whole row of words";

  @TempDir Path folder;
  private Path config;

  @Test
  void somebodyIsInvitedJoinsAndIsPutOut() throws Exception {
    Path data = folder.resolve("data");
    Map<String, String> settings =
        Map.of(
            "CARRYOVER_DATA_FOLDER", data.toString(),
            "CARRYOVER_DASHBOARD_PORT", "0",
            "CARRYOVER_MANAGEMENT_PORT", "0",
            "CARRYOVER_BROKER_PORT", "0");
    String token;
    try (CarryoverService service =
        CarryoverService.start(SettingsReader.fromEnvironment(settings), InstantSource.system())) {
      config = folder.resolve("carryover.properties");
      Files.writeString(
          config,
          "data.folder=%s\ndashboard.port=%d\n"
              .formatted(data, service.dashboardAddress().getPort()));
      CommandRun invited = people("invite", "ada", "--name", "Ada Brook", "--role", "clinician");
      assertThat(invited.exit()).as(invited.err()).isZero();
      assertThat(invited.out()).contains("link   http://127.0.0.1:", "/join#");
      token = invited.out().lines().findFirst().orElseThrow().split("#", 2)[1];
      assertThat(people().out()).contains("ada", "clinician", "invited", "Ada Brook");
      assertThat(join(service.dashboardAddress(), token).statusCode()).isEqualTo(200);
      assertThat(people("list").out()).contains("half");
      assertThat(people("disable", "ada").out()).contains("ada is disabled");
      assertThat(people("enable", "ada").out()).contains("ada is half");
      assertThat(people("reset", "ada").out()).contains("/join#");
      assertThat(people("invite", "far", "--name", "F", "--role", "admin", "--clinic", "c2").exit())
          .isZero();
      assertThat(people().out()).as("of the own clinic alone").doesNotContain("far");
      assertThat(people("disable", "nobody").err()).contains("nobody has the login nobody");
      assertThat(people("invite", "ada", "--name", "Other", "--role", "admin").err())
          .contains("Somebody has that login");
      assertThat(people("invite", "eve").exit()).isEqualTo(2);
    }
    try (Stream<Path> files = Files.walk(data)) {
      List<Path> all = new ArrayList<>(files.filter(Files::isRegularFile).toList());
      assertThat(all).isNotEmpty();
      for (Path file : all) {
        String text =
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(PASSWORD).doesNotContain(token);
      }
    }
  }

  private static HttpResponse<String> join(URI service, String token) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(service.resolve("/api/v1/join"))
                .header("Content-Type", "application/json")
                .header("X-Carryover-Request", "1")
                .POST(
                    BodyPublishers.ofString(
                        "{\"token\":\"%s\",\"password\":\"%s\"}".formatted(token, PASSWORD)))
                .build(),
            BodyHandlers.ofString());
  }

  private CommandRun people(String... words) {
    List<String> all = new ArrayList<>(List.of("people"));
    all.addAll(List.of(words));
    all.add("--config");
    all.add(config.toString());
    return CommandRun.of(all);
  }
}
