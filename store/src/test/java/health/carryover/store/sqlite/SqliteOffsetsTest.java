package health.carryover.store.sqlite;

import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.OffsetsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteOffsetsTest extends OffsetsContract {
  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected Offsets create() {
    return open.store().offsets();
  }

  @Override
  protected Offsets reopen() {
    return open.reopen().offsets();
  }
}
