package health.carryover.deploy.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.command.CommandRun;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.simulator.SimulatedClinic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateTest {
  @TempDir Path folder;

  @Test
  void anInstallationThatKeepsItsPromisesConforms() throws Exception {
    Path config = Files.createFile(folder.resolve("carryover.properties"));
    Map<String, String> ports =
        Map.of(
            "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
            "CARRYOVER_DASHBOARD_PORT", "0",
            "CARRYOVER_MANAGEMENT_PORT", "0",
            "CARRYOVER_BROKER_PORT", "0");
    try (CarryoverService service =
        CarryoverService.start(SettingsReader.fromEnvironment(ports), InstantSource.system())) {
      Files.writeString(
          config,
          "data.folder=%s%ndashboard.port=%d%n"
              .formatted(folder.resolve("data"), service.dashboardAddress().getPort()));
      for (List<String> form : List.of(List.of("--json"), List.of("--seed=4711", "--no-clocks"))) {
        List<String> words = new ArrayList<>(form);
        words.addAll(
            0,
            List.of(
                "simulate", "--config=" + config, "--patients=2", "--days=6", "--patience=180"));
        CommandRun run = CommandRun.of(words);
        System.out.println(run.out());
        assertThat(run.exit()).as("%s%n%s", run.out(), run.err()).isZero();
        if (form.contains("--json")) {
          JsonNode result = new ObjectMapper().readTree(run.out());
          assertThat(result.get("lost").asLong()).isZero();
          assertThat(result.get("score").asDouble()).isEqualTo(1);
          assertThat(result.get("durable").asLong())
              .isEqualTo(result.get("distinct").asLong())
              .isGreaterThan(100);
          assertThat(result.get("checks").findValuesAsText("name"))
              .containsExactly(
                  "joined",
                  "acknowledged-stays",
                  "cursor-advances",
                  "cursor-retained",
                  "duplicate-counted-once",
                  "malformed-quarantined",
                  "same-as-in-order",
                  "late-data-revises",
                  "alert-on-the-stream",
                  "clock-corrected");
        } else {
          assertThat(run.out()).contains("conformance 9 of 9, seed 4711");
        }
      }
    }
  }

  @Test
  void whatWasNotKeptIsCountedAndSaid() {
    SimulationResult result =
        new SimulationResult(
            new SimulationPlan(
                7, "run", 1, 2, Duration.ofSeconds(1), SimulationPlan.Clocks.LEFT_OUT),
            10,
            9,
            8,
            1,
            2,
            1,
            List.of(
                new Check("joined", "all join", true, "2 devices"),
                new Check("acknowledged-stays", "it stays", false, "1 lost")));
    assertThat(result.conforms()).isFalse();
    assertThat(result.table())
        .contains("lost 1", "BROKEN acknowledged-stays", "conformance 1 of 2, seed 7");
  }

  @Test
  void theSameSeedSendsTheSameTraffic() {
    Instant now = Instant.parse("2026-03-04T15:20:00Z");
    var patient = new SimulatedClinic(1, now).patients().get(0).known("p", "w", "f");
    LocalDate today = LocalDate.of(2026, 3, 4);
    var past = patient.past(5, today.minusDays(4), today);
    assertThat(patient.past(5, today.minusDays(4), today)).isEqualTo(past);
    SimulatedTraffic traffic = SimulatedTraffic.of(past, now, 5, SimulatedTraffic.Part.WATCH);
    assertThat(SimulatedTraffic.of(past, now, 5, SimulatedTraffic.Part.WATCH)).isEqualTo(traffic);
    assertThat(traffic.copies()).isPositive();
    assertThat(traffic.distinct()).doesNotHaveDuplicates();
  }
}
