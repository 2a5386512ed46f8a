package health.carryover.deploy.bench.fairness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as a table for people or as one JSON object; the first part is the quiet. */
public final class FairnessReport {
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.99;

  private FairnessReport() {}

  /** A line for each part, each beside the quiet one, and what the machine is. */
  public static String table(List<FairnessPart> parts) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%-14s %7s %9s %9s %9s %10s %8s %8s %8s%n"
            .formatted(
                "live alert",
                "alerts",
                "p50 ms",
                "p99 ms",
                "max ms",
                "upload/s",
                "missing",
                "p50/q",
                "p99/q"));
    FairnessPart quiet = parts.get(0);
    for (FairnessPart part : parts) {
      text.append(
          "%-14s %7d %9s %9s %9s %10s %8d %8s %8s%n"
              .formatted(
                  part.name(),
                  part.millis().length,
                  number(part.quantile(MEDIAN)),
                  number(part.quantile(NEARLY_ALL)),
                  number(part.quantile(1)),
                  number(part.uploaded() / part.seconds()),
                  part.missing(),
                  number(part.quantile(MEDIAN) / quiet.quantile(MEDIAN)),
                  number(part.quantile(NEARLY_ALL) / quiet.quantile(NEARLY_ALL))));
    }
    return text.append(machine()).append(System.lineSeparator()).toString();
  }

  /** {@code {"machine":..., "parts":[{"name":"quiet","p50Ms":...}]}}. */
  public static String json(List<FairnessPart> parts) {
    List<Map<String, Object>> documents = new ArrayList<>();
    FairnessPart quiet = parts.get(0);
    for (FairnessPart part : parts) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("name", part.name());
      document.put("alerts", part.millis().length);
      document.put("missing", part.missing());
      document.put("p50Ms", part.quantile(MEDIAN));
      document.put("p99Ms", part.quantile(NEARLY_ALL));
      document.put("maxMs", part.quantile(1));
      document.put("uploaded", part.uploaded());
      document.put("seconds", part.seconds());
      document.put("p50OfQuiet", part.quantile(MEDIAN) / quiet.quantile(MEDIAN));
      document.put("p99OfQuiet", part.quantile(NEARLY_ALL) / quiet.quantile(NEARLY_ALL));
      documents.add(document);
    }
    try {
      return new ObjectMapper()
          .writeValueAsString(Map.of("machine", machine(), "parts", documents));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a document of plain values", impossible);
    }
  }

  private static String machine() {
    return String.format(
        Locale.ROOT,
        "%s, Java %s, %d processors, load %.1f; service, broker and devices in one process",
        System.getProperty("os.arch"),
        Runtime.version().feature(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }
}
