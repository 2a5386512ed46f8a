package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.simulator.SimulatedClinic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the running service hands over, in a folder and in a zip. */
class ExportCommandTest {
  @TempDir Path folder;

  @Test
  void aFolderIsWholeAndForItsOwnerAloneAndNothingIsOverwritten() throws Exception {
    Path data = folder.resolve("data");
    Map<String, String> settings =
        Map.of(
            "CARRYOVER_DATA_FOLDER", data.toString(),
            "CARRYOVER_DASHBOARD_PORT", "0",
            "CARRYOVER_MANAGEMENT_PORT", "0",
            "CARRYOVER_BROKER_PORT", "0");
    try (CarryoverService service =
        CarryoverService.start(SettingsReader.fromEnvironment(settings), InstantSource.system())) {
      service.directory().put(new Patient("p1", "clinic", "Zoë", Instant.EPOCH));
      Instant at = Instant.parse("2026-03-02T09:00:00Z");
      ProfileChange profile = new SimulatedClinic(7, at).patients().get(0).profile(at);
      service.intake().profile("clinic", "p1", profile).toCompletableFuture().join();
      Path config = folder.resolve("carryover.properties");
      Files.writeString(
          config,
          "data.folder=%s\ndashboard.port=%d\n"
              .formatted(data, service.dashboardAddress().getPort()));

      Path files = folder.resolve("exports").resolve("one");
      CommandRun exported = export(config, "p1", files);
      assertThat(exported.exit()).as(exported.err()).isZero();
      assertThat(exported.out()).isEqualTo("Exported    " + files + System.lineSeparator());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files)))
          .isEqualTo("rwx------");
      assertThat(files.resolve("patient.json")).content().contains("Zoë");
      assertThat(files.resolve("contents.json")).content().contains("\"events.jsonl\":1");
      CommandRun read = CommandRun.of(List.of("analyze", files.resolve("events.jsonl").toString()));
      assertThat(read.err()).contains("1 lines of 1 patients, 0 quarantined");

      assertThat(export(config, "p1", files).err()).contains("is there already").hasLineCount(1);
      Path zip = folder.resolve("exports").resolve("one.zip");
      assertThat(export(config, "p1", zip).exit()).isZero();
      assertThat(zip).isNotEmptyFile();
      assertThat(export(config, "p2", folder.resolve("exports").resolve("two")).err())
          .contains("There is no such patient")
          .hasLineCount(1);
      assertThat(export(config, "../p1", folder.resolve("x")).exit()).isEqualTo(2);
      try (Stream<Path> left = Files.list(folder.resolve("exports"))) {
        assertThat(left).containsExactlyInAnyOrder(files, zip);
      }
    }
  }

  private static CommandRun export(Path config, String patient, Path to) {
    return CommandRun.of(List.of("export", "--config", config.toString(), patient, to.toString()));
  }
}
