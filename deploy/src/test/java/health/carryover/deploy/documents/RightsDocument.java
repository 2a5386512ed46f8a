package health.carryover.deploy.documents;

import health.carryover.analysis.port.Role;
import health.carryover.analysis.port.Scope;
import health.carryover.dashboard.access.RightsTable;
import health.carryover.dashboard.access.Rule;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The table of rights as people read it. */
final class RightsDocument {
  private RightsDocument() {}

  static String markdown() {
    StringBuilder table = new StringBuilder("\n| call | people | programs with |\n|---|---|---|\n");
    for (Rule rule : RightsTable.rules()) {
      table
          .append("| `")
          .append(rule.endpoint().method().name())
          .append(' ')
          .append(rule.endpoint().path())
          .append("` | ")
          .append(people(rule))
          .append(" | ")
          .append(programs(rule.scope()))
          .append(" |\n");
    }
    return table.append('\n').toString();
  }

  private static String people(Rule rule) {
    return switch (rule.door()) {
      case OPEN -> "everybody, with a secret of its own";
      case SELF -> "whoever is signed in";
      case ADMINISTRATION -> "the token in `admin.token` alone";
      case ROLE ->
          Arrays.stream(Role.values())
              .filter(rule.roles()::contains)
              .map(Role::code)
              .collect(Collectors.joining(", "));
    };
  }

  private static String programs(@org.jspecify.annotations.Nullable Scope scope) {
    return scope == null ? "" : "`" + scope.code() + "`";
  }
}
