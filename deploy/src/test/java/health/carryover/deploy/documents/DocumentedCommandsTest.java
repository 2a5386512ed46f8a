package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.command.CommandRun;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of operations and stores are run as they stand there, in this order. */
class DocumentedCommandsTest {
  private static final String BACKUP = "/backups/2026-03-02";

  @TempDir Path folder;

  @Test
  void everyCommandDoesWhatItSays() throws Exception {
    Path data = folder.resolve("data");
    Path config = folder.resolve("carryover.properties");
    Path elsewhere = folder.resolve("elsewhere.properties");
    Files.writeString(elsewhere, "data.folder=" + folder.resolve("elsewhere") + "\n");
    try (CarryoverService service =
        CarryoverService.start(
            SettingsReader.fromEnvironment(
                Map.of(
                    "CARRYOVER_DATA_FOLDER", data.toString(),
                    "CARRYOVER_DASHBOARD_PORT", "0",
                    "CARRYOVER_MANAGEMENT_PORT", "0",
                    "CARRYOVER_BROKER_PORT", "0")),
            InstantSource.system())) {
      String port = String.valueOf(service.dashboardAddress().getPort());
      Files.writeString(config, "data.folder=" + data + "\ndashboard.port=" + port + "\n");
      service.directory().put(new Patient("p1", "clinic", "Ada Brook", Instant.EPOCH));
      service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      List<String> shown = new ArrayList<>();
      for (String fence :
          List.of(
              "docs/operations.md sh 7",
              "docs/stores.md sh 1",
              "docs/stores.md sh 2",
              "docs/stores.md sh 3")) {
        // Both documents show the same backup; each makes its own.
        String backup = folder.resolve("backup-" + shown.size()).toString();
        for (String command : Fence.of(fence).commands()) {
          String meant =
              command
                  .replace(BACKUP, backup)
                  .replace("FILE", (command.contains(" restore ") ? elsewhere : config).toString())
                  .replace("PATIENT", "p1");
          if (meant.startsWith("curl ")) {
            curl(meant.replace("DATA/", data + "/").replace(":8080", ":" + port));
          } else {
            carryover(meant);
          }
          shown.add(command.replaceFirst("^(deploy/)?carryover ", "").split(" ")[0]);
        }
        if (fence.startsWith("docs/operations")) {
          // The second restore needs a folder without data too.
          Files.writeString(elsewhere, "data.folder=" + folder.resolve("another") + "\n");
        }
      }
      assertThat(shown)
          .containsExactly("backup", "restore", "backup", "restore", "export", "curl", "erase");
      assertThat(folder.resolve("folder/patient.json")).content().contains("Ada Brook");
      assertThat(folder.resolve("another/store")).isNotEmptyDirectory();
      assertThat(service.directory().patient("p1")).isEmpty();
    }
    CommandRun doctor =
        CommandRun.of(
            List.of(
                Fence.of("docs/operations.md sh 3")
                    .commands()
                    .get(0)
                    .replaceFirst("^carryover ", "")
                    .replace("FILE", config.toString())
                    .split(" ")));
    assertThat(doctor.out()).as(doctor.err()).contains("data folder");
  }

  private void carryover(String command) {
    List<String> words =
        new ArrayList<>(List.of(command.replaceFirst("^(deploy/)?carryover ", "").split(" ")));
    words.replaceAll(word -> word.equals("folder") ? folder.resolve("folder").toString() : word);
    CommandRun run = CommandRun.of(words);
    assertThat(run.exit()).as("%s%n%s", command, run.err()).isZero();
  }

  private void curl(String command) throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/curl"))) {
      String absent = "NOT RUN: there is no curl for the export of docs/stores.md";
      assertThat(Boolean.getBoolean("carryover.providers.required")).as(absent).isFalse();
      System.out.println(absent);
      return;
    }
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(command).isZero();
    assertThat(Files.readAllBytes(folder.resolve("file.zip"))).startsWith('P', 'K');
  }
}
