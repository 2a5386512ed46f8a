package health.carryover.store.sqlite;

import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PatientDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqlitePatientDirectoryTest extends PatientDirectoryContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected PatientDirectory create() {
    return open.store().patientDirectory();
  }

  @Override
  protected PatientDirectory reopen() {
    return open.reopen().patientDirectory();
  }
}
