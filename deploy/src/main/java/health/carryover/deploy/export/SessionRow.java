package health.carryover.deploy.export;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest assessment of a session as a row for people. */
final class SessionRow {
  /** Each as it is named in the row, with its path in the assessment. */
  private static final List<Column> ROW =
      List.of(
          Column.of("session", "session"),
          Column.of("start", "start"),
          Column.of("end", "end"),
          Column.of("activeMinutes", "activeMinutes"),
          Column.of("meanHr", "meanHr"),
          Column.of("maxHr", "maxHr"),
          Column.of("coverage", "coverage"),
          Column.of("load", "load", "value"),
          Column.of("currency", "load", "currency"),
          Column.of("painBefore", "pain", "before"),
          Column.of("painDuring", "pain", "during"),
          Column.of("painAfter", "pain", "after"),
          Column.of("painEvening", "pain", "evening"),
          Column.of("painNextMorning", "pain", "nextMorning"),
          Column.of("relief", "relief"),
          Column.of("rebound", "rebound"),
          Column.of("carryOver", "carryOver"),
          Column.of("flare", "flare"),
          Column.of("pattern", "pattern"),
          Column.of("toleratedLoad", "tolerance", "toleratedLoad"),
          Column.of("action", "guidance", "action"),
          Column.of("final", "final"),
          Column.of("revision", "revision"),
          Column.of("knownAt", "knownAt"));

  static final List<String> COLUMNS = ROW.stream().map(Column::name).toList();

  private SessionRow() {}

  static @Nullable Object[] of(Map<String, @Nullable Object> assessment) {
    @Nullable Object[] row = new @Nullable Object[ROW.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = ROW.get(i).in(assessment);
    }
    return row;
  }

  private record Column(String name, List<String> path) {
    static Column of(String name, String... path) {
      return new Column(name, List.of(path));
    }

    @Nullable Object in(Map<String, @Nullable Object> assessment) {
      Object found = assessment;
      for (String step : path) {
        if (!(found instanceof Map<?, ?> map)) {
          return null;
        }
        found = map.get(step);
      }
      return found;
    }
  }
}
