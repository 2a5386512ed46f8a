package health.carryover.store.sqlite;

import health.carryover.analysis.port.Integrations;
import health.carryover.analysis.port.IntegrationsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteIntegrationsTest extends IntegrationsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected Integrations create() {
    return open.store().integrations();
  }

  @Override
  protected Integrations reopen() {
    return open.reopen().integrations();
  }
}
