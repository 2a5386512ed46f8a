package health.carryover.deploy.bench;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measured rows as a table for people or as one JSON object. */
public final class BenchReport {
  private BenchReport() {}

  /** A header, a line for each row, which goals are met, and what the machine is. */
  public static String table(List<BenchRow> rows) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%-28s %14s %14s %14s  %-10s %8s  %s%n"
            .formatted("", "min", "median", "max", "", "of limit", "goal"));
    for (BenchRow row : rows) {
      Double share = shareOfLimit(row, rows);
      text.append(
          "%-28s %14s %14s %14s  %-10s %8s  %s%n"
              .formatted(
                  row.name(),
                  number(row.min()),
                  number(row.median()),
                  number(row.max()),
                  row.unit(),
                  share == null ? "" : String.format(Locale.ROOT, "%.3f", share),
                  goal(row)));
    }
    return text.append(goals(rows)).append(machine()).append(System.lineSeparator()).toString();
  }

  private static String goal(BenchRow row) {
    Goal goal = row.goal();
    if (goal == null) {
      return "";
    }
    return "%s %s, %s"
        .formatted(
            goal.direction() == Goal.Direction.AT_LEAST ? "at least" : "at most",
            number(goal.value()),
            goal.isMetBy(row.median()) ? "met" : "NOT MET");
  }

  /** A line, if there is any goal. */
  private static String goals(List<BenchRow> rows) {
    List<BenchRow> aimed = rows.stream().filter(row -> row.goal() != null).toList();
    String missed =
        aimed.stream()
            .filter(row -> Boolean.FALSE.equals(met(row)))
            .map(BenchRow::name)
            .collect(joining(", "));
    long met = aimed.stream().filter(row -> Boolean.TRUE.equals(met(row))).count();
    return aimed.isEmpty()
        ? ""
        : "goals met: %d of %d%s%n"
            .formatted(met, aimed.size(), missed.isEmpty() ? "" : "; not met: " + missed);
  }

  private static @Nullable Boolean met(BenchRow row) {
    Goal goal = row.goal();
    return goal == null ? null : goal.isMetBy(row.median());
  }

  /** {@code {"machine":..., "rows":[{"name":...,"goal":...,"goalMet":...,"shareOfLimit":...}]}}. */
  public static String json(List<BenchRow> rows) {
    List<Map<String, @Nullable Object>> documents =
        rows.stream().map(row -> document(row, rows)).toList();
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("machine", machine());
    report.put("rows", documents);
    try {
      return new ObjectMapper().writeValueAsString(report);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a document of plain values", impossible);
    }
  }

  private static Map<String, @Nullable Object> document(BenchRow row, List<BenchRow> rows) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("name", row.name());
    document.put("what", row.what());
    document.put("unit", row.unit());
    document.put("rounds", row.rounds());
    document.put("min", row.min());
    document.put("median", row.median());
    document.put("max", row.max());
    document.put("goal", row.goal() == null ? null : row.goal().value());
    document.put("goalMet", met(row));
    document.put("shareOfLimit", shareOfLimit(row, rows));
    return document;
  }

  /** The median beside that of its limit; null where it has none. */
  private static @Nullable Double shareOfLimit(BenchRow row, List<BenchRow> rows) {
    return rows.stream()
        .filter(other -> other.name().equals(row.limit()))
        .findFirst()
        .map(limit -> row.median() / limit.median())
        .orElse(null);
  }

  private static String machine() {
    return String.format(
        Locale.ROOT,
        "%s, Java %s, %d processors, load %.1f",
        System.getProperty("os.arch"),
        Runtime.version().feature(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 1_000 ? "%,.1f" : "%,.0f", value);
  }
}
