package health.carryover.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.store.migration.SchemaMigration;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log is moved while nobody commits, and begins anew. */
class LogMoverTest {
  private static final int PAGES = 1_000;
  private static final int ROWS = 3 * PAGES;
  private static final int ROW_BYTES = 4_096;

  @TempDir Path folder;

  private record Log(int pages, int moved) {}

  private static Log log(SqliteFile file) {
    return file.read(
        connection -> {
          try (ResultSet found = connection.prepare("PRAGMA wal_checkpoint(NOOP)").executeQuery()) {
            found.next();
            return new Log(found.getInt(2), found.getInt(3));
          }
        });
  }

  private SqliteFile withATable() throws SQLException {
    SqliteFile file =
        SqliteFile.open(
            folder.resolve("f.db"), "file", SchemaMigration.ofJournal(SqliteFile.KEY_TYPE));
    file.change(connection -> connection.execute("CREATE TABLE t (x BLOB)"));
    return file;
  }

  private static void add(SqliteFile file, int rows) {
    file.change(
        connection -> {
          for (int row = 0; row < rows; row++) {
            connection.execute("INSERT INTO t VALUES (randomblob(" + ROW_BYTES + "))");
          }
        });
  }

  @Test
  void aLongLogIsMovedAndBeginsAnew() throws Exception {
    try (SqliteFile file = withATable()) {
      add(file, ROWS);
      long giveUpAt = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      Log now = log(file);
      while (now.moved() < now.pages()) {
        assertThat(System.nanoTime()).as("within a minute").isLessThan(giveUpAt);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        now = log(file);
      }
      assertThat(now.pages()).isGreaterThan(PAGES);
      add(file, 1);
      assertThat(log(file).pages()).as("pages of a new log").isLessThan(PAGES);
    }
  }

  @Test
  void aShortLogIsLeft() throws Exception {
    try (SqliteFile file = withATable()) {
      add(file, 1);
      assertThat(log(file).moved()).isLessThan(log(file).pages());
    }
  }
}
