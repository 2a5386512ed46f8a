package health.carryover.deploy.bench.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.bench.BenchReport;
import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That everything is measured and printed; never how fast this machine is. */
class DashboardBenchTest {
  private static final String NO_BROWSER = "no Chromium here";

  @TempDir Path folder;

  @Test
  void everyPartIsMeasured() throws Exception {
    Settings settings =
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
                "CARRYOVER_BROKER_PORT", "0",
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0"));
    List<String> said = new ArrayList<>();
    List<BenchRow> rows =
        DashboardBench.run(settings, new DashboardPlan(14, 4, 3, 5, 2), folder, said::add);
    assertThat(rows)
        .extracting(BenchRow::name)
        .contains(
            "api-null-p99",
            "api-triage-p99",
            "api-triage-everybody-p99",
            "api-alerts-p99",
            "api-timeline-p99",
            "page-triage-p50",
            "page-patient-p99");
    if (said.stream().anyMatch(word -> word.startsWith(NO_BROWSER))) {
      System.out.println(NO_BROWSER + ": first paint was not measured");
      assertThat(Boolean.getBoolean("carryover.browser.required")).isFalse();
    } else {
      assertThat(rows).extracting(BenchRow::name).contains("paint-triage-p50", "paint-triage-p99");
    }
    assertThat(rows).allMatch(row -> row.median() > 0);
    assertThat(BenchReport.table(rows)).contains("api-timeline-p99");
  }
}
