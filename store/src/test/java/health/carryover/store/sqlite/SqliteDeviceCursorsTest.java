package health.carryover.store.sqlite;

import health.carryover.analysis.port.DeviceCursors;
import health.carryover.analysis.port.DeviceCursorsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteDeviceCursorsTest extends DeviceCursorsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected DeviceCursors create() {
    return open.store().deviceCursors();
  }

  @Override
  protected DeviceCursors reopen() {
    return open.reopen().deviceCursors();
  }
}
