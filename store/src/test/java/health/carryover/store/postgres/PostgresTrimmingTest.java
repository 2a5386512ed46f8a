package health.carryover.store.postgres;

import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.TrimmingContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresTrimmingTest extends TrimmingContract {
  @RegisterExtension static final OpenPostgres OPEN = new OpenPostgres();

  @Override
  protected SqlStores create() throws Exception {
    OPEN.beforeEach(null);
    return OPEN.store();
  }
}
