package health.carryover.store.sqlite;

import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteTelemetryTest extends TelemetryContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected Telemetry create() {
    return open.store().telemetry();
  }

  @Override
  protected Telemetry reopen() {
    return open.reopen().telemetry();
  }
}
