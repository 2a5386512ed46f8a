package health.carryover.store.sqlite;

import health.carryover.analysis.port.TelemetryRefusals;
import health.carryover.analysis.port.TelemetryRefusalsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteTelemetryRefusalsTest extends TelemetryRefusalsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected TelemetryRefusals create() {
    return open.store().telemetryRefusals();
  }

  @Override
  protected TelemetryRefusals reopen() {
    return open.reopen().telemetryRefusals();
  }
}
