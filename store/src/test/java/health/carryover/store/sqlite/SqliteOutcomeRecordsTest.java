package health.carryover.store.sqlite;

import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecordsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteOutcomeRecordsTest extends OutcomeRecordsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected OutcomeRecords create() {
    return open.store().outcomeRecords();
  }

  @Override
  protected OutcomeRecords reopen() {
    return open.reopen().outcomeRecords();
  }
}
