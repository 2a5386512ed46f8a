package health.carryover.store.sqlite;

import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.EnrolmentsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteEnrolmentsTest extends EnrolmentsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected Enrolments create() {
    return open.store().enrolments();
  }

  @Override
  protected Enrolments reopen() {
    return open.reopen().enrolments();
  }
}
