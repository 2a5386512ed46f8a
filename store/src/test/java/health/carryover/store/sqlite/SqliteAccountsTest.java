package health.carryover.store.sqlite;

import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.AccountsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteAccountsTest extends AccountsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected Accounts create() {
    return open.store().accounts();
  }

  @Override
  protected Accounts reopen() {
    return open.reopen().accounts();
  }
}
