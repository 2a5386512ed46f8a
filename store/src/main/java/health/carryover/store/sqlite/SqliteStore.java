package health.carryover.store.sqlite;

import health.carryover.store.migration.SchemaMigration;
import health.carryover.store.migration.SchemaRefusedException;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Every store of the service in one folder.
 *
 * <p>One service at a time may have a folder open. Other processes may read its files with any
 * SQLite tool meanwhile.
 */
public final class SqliteStore extends SqlStores {
  private final FolderLock lock;
  private final SqliteFile journal;

  private SqliteStore(FolderLock lock, SqliteFile journal, SqliteFile records) {
    super(journal, records);
    this.lock = lock;
    this.journal = journal;
  }

  /**
   * Opens the stores in {@code folder}, making whatever is not there yet.
   *
   * @throws StoreOpenException if another service has it open, if it cannot be written, or if a
   *     newer version of the program wrote it, or if a move into it has not ended
   */
  public static SqliteStore open(Path folder) {
    SqliteStore store = openForMove(folder);
    store.requireWhole();
    return store;
  }

  /**
   * As {@link #open}, also where a move has not ended: for what ends it.
   *
   * @throws StoreOpenException as the other method
   */
  public static SqliteStore openForMove(Path folder) {
    FolderLock lock = FolderLock.claim(folder);
    SqliteFile journal = null;
    SqliteFile records = null;
    try {
      journal =
          SqliteFile.open(
              folder.resolve("journal.db"),
              "journal",
              SchemaMigration.ofJournal(SqliteFile.KEY_TYPE));
      records =
          SqliteFile.open(
              folder.resolve("records.db"),
              "records",
              SchemaMigration.ofRecords(SqliteFile.KEY_TYPE));
      return new SqliteStore(lock, journal, records);
    } catch (SQLException | SchemaRefusedException e) {
      throw new StoreOpenException(
          "The data folder " + folder + " cannot be used: " + e.getMessage(), e);
    } finally {
      if (records == null) {
        if (journal != null) {
          journal.close();
        }
        lock.close();
      }
    }
  }

  /** The file behind the journal, for tests of what a failing disk does. */
  SqliteFile journalFile() {
    return journal;
  }

  /** Waits for what is running, closes both files and gives the folder back. */
  @Override
  public void close() {
    super.close();
    lock.close();
  }
}
