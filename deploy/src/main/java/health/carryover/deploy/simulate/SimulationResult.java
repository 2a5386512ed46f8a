package health.carryover.deploy.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was sent, what became of it, and which promises were kept.
 *
 * @param sent publications that the broker acknowledged, copies included
 * @param distinct messages
 * @param durable messages that the installation says it has stored, those it quarantined included
 * @param duplicates copies that it recognised
 * @param quarantined messages that it refused, as they were meant to be
 * @param lost messages that were acknowledged and are not stored
 */
public record SimulationResult(
    SimulationPlan plan,
    long sent,
    long distinct,
    long durable,
    long duplicates,
    long quarantined,
    long lost,
    List<Check> checks) {

  public SimulationResult {
    checks = List.copyOf(checks);
  }

  /** How many promises were kept. */
  public long kept() {
    return checks.stream().filter(Check::kept).count();
  }

  /** Whether all were. */
  public boolean conforms() {
    return kept() == checks.size();
  }

  /** For people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "sent %,d, different %,d, durable %,d, copies recognised %,d, quarantined as meant %,d,"
                + " lost %,d%n",
            sent, distinct, durable, duplicates, quarantined, lost));
    for (Check check : checks) {
      text.append(
          format(
              "%-6s %-26s %s: %s%n",
              check.kept() ? "kept" : "BROKEN", check.name(), check.promise(), check.found()));
    }
    return text.append(
            format(
                "conformance %d of %d, seed %d, run %s%n",
                kept(), checks.size(), plan.seed(), plan.run()))
        .toString();
  }

  /** One JSON object. */
  public String json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("seed", plan.seed());
    document.put("run", plan.run());
    document.put("patients", plan.patients());
    document.put("sent", sent);
    document.put("distinct", distinct);
    document.put("durable", durable);
    document.put("duplicates", duplicates);
    document.put("quarantined", quarantined);
    document.put("lost", lost);
    document.put("checks", checks);
    document.put("kept", kept());
    document.put("score", (double) kept() / checks.size());
    try {
      return new ObjectMapper().writeValueAsString(document);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a document of plain values", impossible);
    }
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
