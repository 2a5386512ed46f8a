package health.carryover.store.sqlite;

import health.carryover.analysis.port.CaseLoad;
import health.carryover.analysis.port.CaseLoadContract;
import health.carryover.analysis.port.PatientDirectory;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteCaseLoadTest extends CaseLoadContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected CaseLoad create() {
    return open.store().caseLoad();
  }

  @Override
  protected PatientDirectory directory() {
    return open.store().patientDirectory();
  }

  @Override
  protected CaseLoad reopen() {
    return open.reopen().caseLoad();
  }
}
