package health.carryover.ingest.shard;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Of each patient the oldest journal entry that no stored snapshot contains yet. Not thread-safe.
 */
final class OpenEntries {
  private final Map<String, Long> oldestOf = new HashMap<>();
  private final TreeMap<Long, String> patientOf = new TreeMap<>();

  /** An entry was handed over. */
  void opened(String patient, long sequence) {
    if (oldestOf.putIfAbsent(patient, sequence) == null) {
      patientOf.put(sequence, patient);
    }
  }

  /**
   * A snapshot was stored that contains everything of the patient before {@code next}.
   *
   * @param next the patient's oldest entry that waits, or null
   */
  void contained(String patient, @Nullable Long next) {
    Long oldest = oldestOf.remove(patient);
    if (oldest != null) {
      patientOf.remove(oldest);
    }
    if (next != null) {
      opened(patient, next);
    }
  }

  /** Nothing of these patients is open any more. */
  void forget(Predicate<String> patients) {
    oldestOf.keySet().removeIf(patients);
    patientOf.values().removeIf(patients);
  }

  /** The sequence below which nothing is open, those of {@code except} left aside. */
  long floor(Set<String> except) {
    for (Map.Entry<Long, String> oldest : patientOf.entrySet()) {
      if (!except.contains(oldest.getValue())) {
        return oldest.getKey() - 1;
      }
    }
    return Long.MAX_VALUE;
  }

  int size() {
    return oldestOf.size();
  }
}
