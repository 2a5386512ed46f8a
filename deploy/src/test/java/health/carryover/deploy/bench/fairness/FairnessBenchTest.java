package health.carryover.deploy.bench.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.config.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That live alerts are timed with and without an upload; never how late they are here. */
class FairnessBenchTest {
  @TempDir Path folder;

  @Test
  void alertsOfBothPartsAreTimed() throws Exception {
    List<BenchRow> rows =
        FairnessBench.run(
            SettingsReader.fromEnvironment(
                Map.of(
                    "CARRYOVER_DATA_FOLDER", folder.toString(),
                    "CARRYOVER_BROKER_PORT", "0",
                    "CARRYOVER_DASHBOARD_PORT", "0",
                    "CARRYOVER_MANAGEMENT_PORT", "0")),
            new FairnessPlan(2, Duration.ofMinutes(200), 3, 10, Duration.ofMillis(50)),
            name -> {});
    assertThat(rows)
        .extracting(BenchRow::name)
        .containsExactly(
            "live-alert-quiet-p50",
            "live-alert-quiet-p99",
            "live-alert-quiet-p100",
            "live-alert-quiet-missing",
            "live-alert-flood-p50",
            "live-alert-flood-p99",
            "live-alert-flood-p100",
            "live-alert-flood-missing",
            "live-alert-flood-share",
            "catch-up");
    assertThat(rows)
        .filteredOn(row -> row.name().endsWith("-missing"))
        .allMatch(row -> row.median() == 0);
    assertThat(rows.get(0).rounds()).isEqualTo(10);
    assertThat(rows.get(9).median()).isPositive();
  }
}
