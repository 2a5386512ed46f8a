package health.carryover.dashboard.api;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names in queries and what they stand for. */
final class Codes {
  static final String KIND_RULE =
      Arrays.stream(AlertChange.Kind.values())
          .map(AlertChange.Kind::code)
          .collect(Collectors.joining(", ", "must be one of ", ""));
  static final String CONDITION_RULE = "must be one of open, closed, any";

  private Codes() {}

  static Optional<AlertChange.Kind> kind(String code) {
    return Arrays.stream(AlertChange.Kind.values()).filter(k -> k.code().equals(code)).findFirst();
  }

  static Optional<Condition> condition(String code) {
    return switch (code) {
      case "open" -> Optional.of(Condition.OPEN);
      case "closed" -> Optional.of(Condition.CLOSED);
      case "any" -> Optional.of(Condition.ANY);
      default -> Optional.empty();
    };
  }
}
