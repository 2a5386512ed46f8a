package health.carryover.store.sqlite;

import health.carryover.store.migration.SchemaMigration;
import health.carryover.store.migration.SchemaRefusedException;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Every store of the service in one folder.
 *
 * <p>One service at a time may have a folder open. Other processes may read its files with any
 * SQLite tool meanwhile.
 */
public final class SqliteStore extends SqlStores {
  private static final String JOURNALS_OWN_NEEDS = "classpath:db/migration/sqlite-journal";

  private final FolderLock lock;
  private final SqliteFile journal;
  private final EntryIndexFile index;

  private SqliteStore(
      FolderLock lock, SqliteFile journal, EntryIndexFile index, SqliteFile records) {
    super(journal, records, index);
    this.lock = lock;
    this.journal = journal;
    this.index = index;
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
    EntryIndexFile index = null;
    try {
      journal =
          SqliteFile.open(
              folder.resolve("journal.db"),
              "journal",
              SchemaMigration.ofJournal(SqliteFile.KEY_TYPE).with(JOURNALS_OWN_NEEDS));
      records =
          SqliteFile.open(
              folder.resolve("records.db"),
              "records",
              SchemaMigration.ofRecords(SqliteFile.KEY_TYPE));
      // An erasure that broke off may have emptied entries which the index still leads to.
      index = EntryIndexFile.open(folder, journal, erasureBrokeOff(records));
      return new SqliteStore(lock, journal, index, records);
    } catch (SQLException | SchemaRefusedException e) {
      throw new StoreOpenException(
          "The data folder " + folder + " cannot be used: " + e.getMessage(), e);
    } finally {
      if (index == null) {
        if (records != null) {
          records.close();
        }
        if (journal != null) {
          journal.close();
        }
        lock.close();
      }
    }
  }

  private static boolean erasureBrokeOff(SqliteFile records) {
    return records.read(
        connection -> {
          try (ResultSet found =
              connection
                  .prepare("SELECT 1 FROM erasures WHERE traces IS NOT NULL LIMIT 1")
                  .executeQuery()) {
            return found.next();
          }
        });
  }

  /** The file behind the journal, for tests of what a failing disk does. */
  SqliteFile journalFile() {
    return journal;
  }

  /** The file by which entries are found, for tests of what is looked up in it. */
  EntryIndexFile index() {
    return index;
  }

  /** Waits for what is running, closes the files and gives the folder back. */
  @Override
  public void close() {
    index.close();
    super.close();
    lock.close();
  }
}
