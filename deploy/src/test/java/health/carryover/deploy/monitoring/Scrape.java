package health.carryover.deploy.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a service says of itself, read as Prometheus reads it. */
record Scrape(Set<String> series, Map<String, Family> families) {
  /** Of more values a document says that there are many. */
  private static final int MOST_SHOWN = 9;

  private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) (\\S+) ?(.*)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Metrics of one name. */
  static final class Family {
    String help = "";
    String type = "";
    final Map<String, Set<String>> labels = new TreeMap<>();
  }

  static Scrape of(String text) {
    Set<String> series = new TreeSet<>();
    Map<String, Family> families = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher head = HEAD.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (head.matches()) {
        Family family = families.computeIfAbsent(head.group(2), name -> new Family());
        if (head.group(1).equals("HELP")) {
          family.help = head.group(3).strip();
        } else {
          family.type = head.group(3);
        }
      } else if (sample.matches()) {
        series.add(sample.group(1));
        Family family = families.get(sample.group(1).replaceFirst("_(sum|count)$", ""));
        family = family == null ? families.get(sample.group(1)) : family;
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (family != null && label.find()) {
          family.labels.computeIfAbsent(label.group(1), key -> new TreeSet<>()).add(label.group(2));
        }
      }
    }
    return new Scrape(series, families);
  }

  /** The product's own metrics as a Markdown table. */
  String markdown() {
    return families.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("carryover_"))
        .filter(
            entry ->
                !entry.getKey().endsWith("_max")
                    || !families.containsKey(entry.getKey().replaceFirst("_max$", "")))
        .map(Scrape::row)
        .collect(
            Collectors.joining(
                "", "| metric | kind | labels | what it says |\n|---|---|---|---|\n", ""));
  }

  private static String row(Map.Entry<String, Family> entry) {
    Family family = entry.getValue();
    List<String> labels =
        family.labels.entrySet().stream()
            .filter(label -> !label.getKey().equals("quantile"))
            .map(
                label ->
                    "`"
                        + label.getKey()
                        + "`: "
                        + (label.getValue().size() > MOST_SHOWN
                            ? "many"
                            : String.join(", ", label.getValue())))
            .toList();
    return "| `%s` | %s | %s | %s. |\n"
        .formatted(
            entry.getKey(),
            family.type.equals("summary") ? "`_count`, `_sum`, `_max`" : family.type,
            String.join("; ", labels),
            family.help);
  }
}
