package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.PatientDirectory.Patient;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PatientDirectory} does. */
public abstract class PatientDirectoryContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00.001Z");

  private PatientDirectory directory;

  /** A new, empty directory. */
  protected abstract PatientDirectory create() throws Exception;

  /** The same directory after it was closed and opened again. */
  protected abstract PatientDirectory reopen() throws Exception;

  @BeforeEach
  final void createDirectory() throws Exception {
    directory = create();
  }

  @Test
  void thereIsNobodyAtFirst() {
    assertThat(directory.patient("p-1")).isEmpty();
    assertThat(directory.patients("c")).isEmpty();
  }

  @Test
  void patientsComeBackAsTheyWere() throws Exception {
    Patient patient = new Patient("p-1", "c", "Zoë “O'Neil” 李 😀", T);
    directory.put(patient);
    directory = reopen();
    assertThat(directory.patient("p-1")).contains(patient);
    assertThat(directory.patients("c")).containsExactly(patient);
    assertThat(directory.patients("other")).isEmpty();
  }

  @Test
  void puttingAgainReplaces() {
    directory.put(new Patient("p-1", "c", "Before", T));
    Patient after = new Patient("p-1", "other", "After", T.plusMillis(1));
    directory.put(after);
    assertThat(directory.patient("p-1")).contains(after);
    assertThat(directory.patients("c")).isEmpty();
    assertThat(directory.patients("other")).containsExactly(after);
  }

  @Test
  void aClinicIsListedByNameWhateverTheCase() {
    directory.put(new Patient("p-1", "c", "zoe", T));
    directory.put(new Patient("p-2", "c", "Bea", T));
    directory.put(new Patient("p-4", "c", "adam", T));
    directory.put(new Patient("p-3", "c", "ADAM", T));
    assertThat(directory.patients("c"))
        .extracting(Patient::id)
        .containsExactly("p-3", "p-4", "p-2", "p-1");
  }
}
