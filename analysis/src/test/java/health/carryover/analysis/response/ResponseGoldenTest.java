package health.carryover.analysis.response;

import health.carryover.analysis.Golden;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ResponseGoldenTest {

  @TestFactory
  Stream<DynamicTest> vectors() {
    return Golden.table("response.csv").stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
  }

  private static void check(Golden row) {
    switch (row.metric()) {
      case "pattern" -> {
        PainSlots slots =
            new PainSlots(
                row.inOrNull(0),
                row.inOrNull(1),
                row.inOrNull(2),
                row.inOrNull(3),
                row.inOrNull(4));
        PainResponse response = PainResponse.of(slots, Set.of());
        row.check(
            response.relief(), response.rebound(), response.carryOver(), response.pattern().code());
      }
      case "change" -> {
        ImportantChange change = ImportantChange.between(row.in(0), row.in(1));
        row.check(
            change.points(),
            change.percent(),
            change.byPoints(),
            change.byPercent(),
            change.important());
      }
      case "tendon" ->
          row.check(
              PainMonitoring.standard()
                  .tendon(
                      row.inOrNull(0),
                      row.inOrNull(1),
                      row.inOrNull(2),
                      row.inOrNull(3),
                      row.inOrNull(4))
                  .code());
      case "joint" ->
          row.check(
              PainMonitoring.standard()
                  .joint(row.inOrNull(0), row.inOrNull(1), row.inOrNull(2))
                  .code());
      case "soreness" -> {
        SorenessRule rule = SorenessRule.valueOf(row.inputs()[0]);
        row.check(rule.daysOff(), rule.step());
      }
      default -> throw new IllegalArgumentException(row.metric());
    }
  }
}
