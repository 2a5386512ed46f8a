package health.carryover.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
  private static final List<BenchRow> ROWS =
      List.of(
          BenchRow.ofRounds("limit", "the limit", "messages/s", new double[] {80, 100, 110}),
          BenchRow.ofRounds("own", "ours", "messages/s", new double[] {70, 79, 99})
              .beside("limit")
              .aimingAt(Goal.atLeast(80)),
          BenchRow.of("late", "how late", "ms", 5).aimingAt(Goal.atMost(5)),
          BenchRow.ofQuantile("never", "nothing came", new double[0], 0.99)
              .aimingAt(Goal.atMost(5)));

  @Test
  void whatMissesItsGoalIsNamed() {
    assertThat(BenchReport.table(ROWS).lines())
        .anyMatch(line -> line.matches("own .*0\\.790 +at least 80\\.0, NOT MET"))
        .anyMatch(line -> line.matches("late .*at most 5\\.0, met"))
        .anyMatch(line -> line.matches("never-p99 .*NaN.*NOT MET"))
        .contains("goals met: 1 of 3; not met: own, never-p99");
    assertThat(BenchReport.table(ROWS.subList(0, 1))).doesNotContain("goals");
  }

  @Test
  void machinesReadTheSame() throws Exception {
    JsonNode rows = new ObjectMapper().readTree(BenchReport.json(ROWS)).get("rows");
    assertThat(rows.get(0).get("goalMet").isNull()).isTrue();
    assertThat(rows.get(1).get("goalMet").asBoolean()).isFalse();
    assertThat(rows.get(1).get("shareOfLimit").asDouble()).isEqualTo(0.79);
    assertThat(rows.get(2).get("goal").asDouble()).isEqualTo(5);
    assertThat(rows.get(2).get("goalMet").asBoolean()).isTrue();
  }

  @Test
  void quantilesAreOfWhatWasMeasured() {
    double[] ascending = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    assertThat(Rounds.quantile(ascending, 0.5)).isEqualTo(5);
    assertThat(Rounds.quantile(ascending, 0.99)).isEqualTo(10);
    assertThat(Rounds.quantile(new double[0], 0.5)).isNaN();
  }

  @Test
  void theProgramIsAsLargeAsItsFiles(@TempDir Path libraries) throws Exception {
    Files.write(libraries.resolve("one.jar"), new byte[1_000]);
    Files.write(Files.createDirectory(libraries.resolve("more")).resolve("two"), new byte[24]);
    assertThat(DistributionSize.measure(libraries).median()).isEqualTo(1_024);
  }
}
