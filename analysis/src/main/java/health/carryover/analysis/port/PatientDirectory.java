package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who the pseudonymous ids are: the only place that holds names. Any thread; every method may throw
 * {@link StoreUnavailableException}.
 */
public interface PatientDirectory {

  /** Adds or renames a patient. */
  void put(Patient patient);

  /** One patient, or empty. */
  Optional<Patient> patient(String id);

  /** The patients of a clinic, by name. */
  List<Patient> patients(String clinic);

  /**
   * @param id pseudonymous id
   * @param displayName what the clinician reads
   */
  record Patient(String id, String clinic, String displayName, Instant addedAt) {}
}
