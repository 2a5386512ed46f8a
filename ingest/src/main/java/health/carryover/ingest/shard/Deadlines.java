package health.carryover.ingest.shard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When each patient's monitor has something to do next, so that a tick costs nothing for all the
 * others. Kept for monitors that are not in memory too. Not thread-safe.
 */
final class Deadlines {
  private record Due(Instant at, String patient) {}

  private final Map<String, Instant> ofPatient = new HashMap<>();
  private final TreeSet<Due> order =
      new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::patient));

  /** Notes when the patient is due; null: never. */
  void set(String patient, @Nullable Instant at) {
    Instant before = at == null ? ofPatient.remove(patient) : ofPatient.put(patient, at);
    if (Objects.equals(before, at)) {
      return;
    }
    if (before != null) {
      order.remove(new Due(before, patient));
    }
    if (at != null) {
      order.add(new Due(at, patient));
    }
  }

  /** These patients are never due. */
  void forget(Predicate<String> patients) {
    ofPatient.keySet().removeIf(patients);
    order.removeIf(due -> patients.test(due.patient()));
  }

  /** Patients due at {@code now} or before, the longest due first. */
  List<String> due(Instant now, int limit, Predicate<String> wanted) {
    List<String> due = new ArrayList<>();
    for (Due next : order) {
      if (next.at().isAfter(now) || due.size() == limit) {
        break;
      }
      if (wanted.test(next.patient())) {
        due.add(next.patient());
      }
    }
    return due;
  }
}
