package health.carryover.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That it measures and what it prints; never how fast this machine is. */
class CoreBenchTest {
  @Test
  void everyRowIsMeasuredAndPrintedBesideTheLimit() throws Exception {
    List<String> heard = new ArrayList<>();
    List<BenchRow> rows = new CoreBench(new Rounds(1, 1)).run(heard::add);
    assertThat(heard).contains("plain loop", "memory");
    assertThat(rows)
        .extracting(BenchRow::name)
        .containsExactly(
            "plain-loop",
            "session-load",
            "batches-to-load",
            "tolerance-update",
            "monitor-live",
            "monitor-live-batch",
            "snapshot-active",
            "snapshot-idle",
            "heap-idle",
            "heap-active");
    assertThat(rows.subList(0, 8)).allMatch(row -> row.min() > 0 && row.max() >= row.median());
    assertThat(BenchReport.table(rows)).contains("batches-to-load").contains("20,000,000");
    JsonNode json = new ObjectMapper().readTree(BenchReport.json(rows));
    assertThat(json.get("rows").size()).isEqualTo(rows.size());
    assertThat(json.get("rows").get(0).get("shareOfLimit").asDouble()).isEqualTo(1);
  }

  @Test
  void theMiddleOfAnEvenNumberOfRoundsIsBetweenTheTwo() {
    assertThat(Rounds.median(new double[] {1, 2, 4, 9})).isEqualTo(3);
    assertThat(Rounds.micros(new double[] {1e6, 2e6}, 60)).containsExactly(30, 60);
  }
}
