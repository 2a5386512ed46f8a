package health.carryover.store.sqlite;

import health.carryover.analysis.port.DeviceCredentials;
import health.carryover.analysis.port.DeviceCredentialsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteDeviceCredentialsTest extends DeviceCredentialsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected DeviceCredentials create() {
    return open.store().deviceCredentials();
  }

  @Override
  protected DeviceCredentials reopen() {
    return open.reopen().deviceCredentials();
  }
}
