package health.carryover.store.sqlite;

import health.carryover.analysis.port.CarePlans;
import health.carryover.analysis.port.CarePlansContract;
import health.carryover.analysis.port.PatientDirectory;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteCarePlansTest extends CarePlansContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected CarePlans create() {
    return open.store().carePlans();
  }

  @Override
  protected PatientDirectory directory() {
    return open.store().patientDirectory();
  }

  @Override
  protected CarePlans reopen() {
    return open.reopen().carePlans();
  }
}
