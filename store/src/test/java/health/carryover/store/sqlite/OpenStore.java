package health.carryover.store.sqlite;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store in a folder of its own for each test, opened again at will. */
final class OpenStore implements BeforeEachCallback, AfterEachCallback {
  private Path folder;
  private SqliteStore store;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    folder = TestFolders.create();
    store = SqliteStore.open(folder);
  }

  Path folder() {
    return folder;
  }

  SqliteStore store() {
    return store;
  }

  SqliteStore reopen() {
    store.close();
    store = SqliteStore.open(folder);
    return store;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    store.close();
    TestFolders.delete(folder);
  }
}
