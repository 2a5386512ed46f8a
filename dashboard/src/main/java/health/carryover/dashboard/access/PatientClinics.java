package health.carryover.dashboard.access;

import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PatientDirectory.Patient;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** The clinic of {@code patient} is not remembered any more. */
  public void forget(String patient) {
    synchronized (remembered) {
      remembered.remove(patient);
    }
  }

  /** The clinic of {@code patient} if it need not be looked up; never blocks. */
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

  /** Whether {@code patient} is in the directory; may block. */
  boolean isListed(String patient) {
    return atOnce(patient).isPresent() || directory.patient(patient).isPresent();
  }

  /**
   * The newest alerts of one clinic's patients that match, at most {@code limit}; may block.
   *
   * @throws health.carryover.analysis.port.StoreUnavailableException if they cannot be read
   */
  public List<AlertStanding> alerts(
      OutcomeRecords records, String clinic, AlertFilter filter, int limit) {
    int asked = limit;
    while (true) {
      List<AlertStanding> found = records.alerts(filter, asked);
      List<AlertStanding> own =
          found.stream().filter(a -> of(a.patient()).equals(clinic)).limit(limit).toList();
      if (own.size() == limit || found.size() < asked) {
        return own;
      }
      // Other clinics' alerts took the place of own ones.
      asked = Math.multiplyExact(asked, 2);
    }
  }

  /** The patients of {@code clinic} by name; may block. */
  public List<Patient> patients(String clinic) {
    List<Patient> patients = directory.patients(clinic);
    patients.stream().limit(MOST_REMEMBERED).forEach(this::added);
    return patients;
  }

  /** Notes a patient who is in the directory now. */
  public void added(Patient patient) {
    remember(patient.id(), patient.clinic());
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
