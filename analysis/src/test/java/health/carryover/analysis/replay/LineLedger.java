package health.carryover.analysis.replay;

import java.util.Map;
import java.util.TreeMap;

/** What became of every line of the files read: used, or refused with a reason. */
final class LineLedger {
  private final Map<String, Integer> used = new TreeMap<>();
  private final Map<String, Map<String, Integer>> refused = new TreeMap<>();

  void used(String file) {
    used.merge(file, 1, Integer::sum);
  }

  void refused(String file, String reason) {
    refused.computeIfAbsent(file, any -> new TreeMap<>()).merge(reason, 1, Integer::sum);
  }

  int usedOf(String file) {
    return used.getOrDefault(file, 0);
  }

  int refusedOf(String file) {
    return refused.getOrDefault(file, Map.of()).values().stream().mapToInt(n -> n).sum();
  }

  int used() {
    return used.values().stream().mapToInt(n -> n).sum();
  }

  /** How many lines were refused for each reason, over all files. */
  Map<String, Integer> reasons() {
    Map<String, Integer> reasons = new TreeMap<>();
    refused.values().forEach(file -> file.forEach((why, n) -> reasons.merge(why, n, Integer::sum)));
    return reasons;
  }
}
