package health.carryover.store.sqlite;

import health.carryover.analysis.port.Notifications;
import health.carryover.analysis.port.NotificationsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteNotificationsTest extends NotificationsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected Notifications create() {
    return open.store().notifications();
  }

  @Override
  protected Notifications reopen() {
    return open.reopen().notifications();
  }
}
