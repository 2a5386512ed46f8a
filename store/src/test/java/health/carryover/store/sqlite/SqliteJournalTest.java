package health.carryover.store.sqlite;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteJournalTest extends JournalContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected Journal create() {
    return open.store().journal();
  }

  @Override
  protected Journal reopen(Journal journal) {
    return open.reopen().journal();
  }
}
