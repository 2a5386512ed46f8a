package health.carryover.analysis.port;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Patients in memory. Any thread. */
public final class MemoryPatientDirectory implements PatientDirectory {
  private final Map<String, Patient> patients = new HashMap<>();

  @Override
  public synchronized void put(Patient patient) {
    patients.put(patient.id(), patient);
  }

  synchronized long erase(String patient) {
    return patients.remove(patient) == null ? 0 : 1;
  }

  @Override
  public synchronized Optional<Patient> patient(String id) {
    return Optional.ofNullable(patients.get(id));
  }

  @Override
  public synchronized List<Patient> patients(String clinic) {
    return patients.values().stream()
        .filter(patient -> patient.clinic().equals(clinic))
        .sorted(BY_NAME)
        .toList();
  }
}
