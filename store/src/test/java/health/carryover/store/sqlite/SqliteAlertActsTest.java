package health.carryover.store.sqlite;

import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.AlertActsContract;
import health.carryover.analysis.port.OutcomeRecords;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteAlertActsTest extends AlertActsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected AlertActs create() {
    return open.store().alertActs();
  }

  @Override
  protected OutcomeRecords records() {
    return open.store().outcomeRecords();
  }

  @Override
  protected AlertActs reopen() {
    return open.reopen().alertActs();
  }
}
