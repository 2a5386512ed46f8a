package health.carryover.analysis.port;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who the pseudonymous ids are: the only place that holds names. Any thread; every method may throw
 * {@link StoreUnavailableException}.
 */
public interface PatientDirectory {
  /** By what the clinician reads, whatever the case; the id settles ties. */
  Comparator<Patient> BY_NAME =
      Comparator.comparing(Patient::displayName, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(Patient::id);

  /** Adds a patient, or replaces what is known of the one with that id. */
  void put(Patient patient);

  /** One patient, or empty. */
  Optional<Patient> patient(String id);

  /** The patients of a clinic, {@link #BY_NAME}. */
  List<Patient> patients(String clinic);

  /**
   * @param id pseudonymous id
   * @param displayName what the clinician reads
   */
  record Patient(String id, String clinic, String displayName, Instant addedAt) {}
}
