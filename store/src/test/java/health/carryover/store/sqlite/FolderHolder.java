package health.carryover.store.sqlite;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that holds a data folder until its input ends. */
final class FolderHolder {
  private FolderHolder() {}

  /** Argument: the data folder. Prints one line when it has it. */
  public static void main(String[] arguments) throws IOException {
    try (SqliteStore store = SqliteStore.open(Path.of(arguments[0]))) {
      System.out.println(store.journal().lastSequence());
      while (System.in.read() >= 0) {
        // Until the other side closes.
      }
    }
  }
}
