package health.carryover.deploy.bench.fairness;

import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.bench.Goal;
import health.carryover.deploy.bench.Rounds;
import java.util.ArrayList;
import java.util.List;

/** What was measured, in rows: live alerts of each part beside those of the quiet one. */
final class FairnessRows {
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.99;
  private static final double[] SHARES = {MEDIAN, NEARLY_ALL, 1};
  private static final Goal NONE_MISSING = Goal.atMost(0);
  private static final Goal OF_QUIET = Goal.atMost(2);

  private FairnessRows() {}

  static List<BenchRow> of(FairnessPart quiet, FairnessPart flood) {
    List<BenchRow> rows = new ArrayList<>();
    for (FairnessPart part : List.of(quiet, flood)) {
      for (double share : SHARES) {
        rows.add(
            BenchRow.ofQuantile(
                    name(part), "from publishing to the clinic's topic", part.millis(), share)
                .beside(BenchRow.quantileName(name(quiet), share)));
      }
      rows.add(
          BenchRow.of(name(part) + "-missing", "alerts that did not come", "", part.missing())
              .aimingAt(NONE_MISSING));
    }
    rows.add(
        BenchRow.of(
                name(flood) + "-share",
                "the slowest of a hundred alerts, of that in quiet",
                "of 1",
                Rounds.quantile(flood.millis(), NEARLY_ALL)
                    / Rounds.quantile(quiet.millis(), NEARLY_ALL))
            .aimingAt(OF_QUIET));
    rows.add(
        BenchRow.of("catch-up", "what phones upload meanwhile", "messages/s", flood.uploads()));
    return rows;
  }

  private static String name(FairnessPart part) {
    return "live-alert-" + part.name();
  }
}
