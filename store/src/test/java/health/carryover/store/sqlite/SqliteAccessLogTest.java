package health.carryover.store.sqlite;

import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.AccessLogContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteAccessLogTest extends AccessLogContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected AccessLog create() {
    return open.store().accessLog();
  }

  @Override
  protected AccessLog reopen() {
    return open.reopen().accessLog();
  }
}
