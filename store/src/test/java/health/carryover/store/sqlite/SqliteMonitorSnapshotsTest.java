package health.carryover.store.sqlite;

import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.MonitorSnapshotsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteMonitorSnapshotsTest extends MonitorSnapshotsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected MonitorSnapshots create() {
    return open.store().monitorSnapshots();
  }

  @Override
  protected MonitorSnapshots reopen() {
    return open.reopen().monitorSnapshots();
  }
}
