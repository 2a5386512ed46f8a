package health.carryover.deploy.bench.whole;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.bench.BenchReport;
import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That everything is measured and printed; never how fast this machine is. */
class WholeBenchTest {
  @TempDir Path folder;

  @Test
  void everyPartIsMeasured() throws Exception {
    List<BenchRow> rows =
        WholeBench.run(
            settings("rates"),
            settings("data"),
            new WholePlan(0, 1, Duration.ofMillis(300), 2, List.of(10), 10),
            folder,
            name -> {});
    assertThat(rows)
        .extracting(BenchRow::name)
        .contains(
            "start",
            "batches-of-60-share",
            "single-samples-share",
            "samples",
            "alert-50-percent-p99",
            "alert-50-percent-share",
            "among-10",
            "cost-among-10",
            "cost-spread",
            "heap-10-enrolled",
            "restart",
            "restart-to-alert");
    assertThat(rows)
        .filteredOn(row -> row.name().startsWith("alerts-missing"))
        .allMatch(row -> row.median() == 0);
    assertThat(BenchReport.table(rows)).contains("restart-to-alert");
  }

  private Settings settings(String data) throws Exception {
    return SettingsReader.fromEnvironment(
        Map.of(
            "CARRYOVER_DATA_FOLDER", folder.resolve(data).toString(),
            "CARRYOVER_BROKER_PORT", "0",
            "CARRYOVER_DASHBOARD_PORT", "0",
            "CARRYOVER_MANAGEMENT_PORT", "0"));
  }
}
