package health.carryover.analysis.port;

import health.carryover.analysis.careplan.CarePlanVersion;
import health.carryover.analysis.port.PatientDirectory.Patient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Care plans of the patients of a directory. Any thread. */
public final class MemoryCarePlans implements CarePlans {
  private final PatientDirectory directory;
  private final Map<String, List<CarePlanVersion>> plans = new TreeMap<>();
  private final Set<String> sent = new HashSet<>();

  public MemoryCarePlans(PatientDirectory directory) {
    this.directory = directory;
  }

  @Override
  public synchronized List<CarePlanVersion> versions(String patient) {
    return List.copyOf(plans.getOrDefault(patient, List.of()));
  }

  @Override
  public synchronized Optional<Saved> save(String patient, Draft draft) {
    if (directory.patient(patient).isEmpty()) {
      return Optional.empty();
    }
    List<CarePlanVersion> versions = plans.computeIfAbsent(patient, p -> new ArrayList<>());
    Integer expected = draft.expectedVersion();
    if (expected != null && expected != versions.size()) {
      return Optional.of(
          new Overtaken(versions.isEmpty() ? null : versions.get(versions.size() - 1)));
    }
    CarePlanVersion version = draft.numbered(versions.size() + 1);
    versions.add(version);
    return Optional.of(new Taken(version));
  }

  @Override
  public synchronized List<Unsent> unsent(int limit) {
    List<Unsent> unsent = new ArrayList<>();
    plans.forEach(
        (patient, versions) ->
            versions.stream()
                .filter(version -> !sent.contains(patient + "/" + version.number()))
                .forEach(version -> unsent.add(new Unsent(clinic(patient), patient, version))));
    unsent.sort(Comparator.comparing(each -> each.version().savedAt()));
    return List.copyOf(unsent.subList(0, Math.min(limit, unsent.size())));
  }

  private String clinic(String patient) {
    return directory.patient(patient).map(Patient::clinic).orElseThrow();
  }

  @Override
  public synchronized void sent(String patient, int number, Instant at) {
    sent.add(patient + "/" + number);
  }
}
