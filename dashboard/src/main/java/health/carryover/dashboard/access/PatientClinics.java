package health.carryover.dashboard.access;

import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PatientDirectory.Patient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * To which clinic a patient belongs. Of the {@value #MOST_REMEMBERED} asked about last it is
 * remembered; it never changes while the patient exists. Whoever is not in the directory belongs to
 * the service's own clinic. Any thread.
 */
public final class PatientClinics {
  private static final int MOST_REMEMBERED = 20_000;

  private final PatientDirectory directory;
  private final String ownClinic;
  private final Map<String, String> remembered = new LinkedHashMap<>(16, 0.75f, true);

  public PatientClinics(PatientDirectory directory, String ownClinic) {
    this.directory = directory;
    this.ownClinic = ownClinic;
  }

  /** The clinic of the service. */
  String ownClinic() {
    return ownClinic;
  }

  /** The clinic of {@code patient} if it need not be looked up. */
  public Optional<String> atOnce(String patient) {
    synchronized (remembered) {
      return Optional.ofNullable(remembered.get(patient));
    }
  }

  /**
   * The clinic of {@code patient}; may block.
   *
   * @throws health.carryover.analysis.port.StoreUnavailableException if it cannot be read
   */
  public String of(String patient) {
    Optional<String> known = atOnce(patient);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<String> found = directory.patient(patient).map(Patient::clinic);
    found.ifPresent(clinic -> remember(patient, clinic));
    return found.orElse(ownClinic);
  }

  private void remember(String patient, String clinic) {
    synchronized (remembered) {
      remembered.put(patient, clinic);
      if (remembered.size() > MOST_REMEMBERED) {
        remembered.remove(remembered.keySet().iterator().next());
      }
    }
  }
}
