package health.carryover.store.sqlite;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.QuarantineContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteQuarantineTest extends QuarantineContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected Journal createJournal() {
    return open.store().journal();
  }

  @Override
  protected Quarantine quarantine() {
    return open.store().quarantine();
  }
}
