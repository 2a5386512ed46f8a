package health.carryover.store.sqlite;

import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.TrimmingContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

final class SqliteTrimmingTest extends TrimmingContract {
  private final List<Path> folders = new ArrayList<>();
  private final List<SqliteStore> stores = new ArrayList<>();

  @Override
  protected SqlStores create() throws IOException {
    Path folder = TestFolders.create();
    folders.add(folder);
    SqliteStore store = SqliteStore.open(folder);
    stores.add(store);
    return store;
  }

  @AfterEach
  void close() throws IOException {
    stores.forEach(SqliteStore::close);
    for (Path folder : folders) {
      TestFolders.delete(folder);
    }
  }
}
