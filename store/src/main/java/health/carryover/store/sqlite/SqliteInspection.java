package health.carryover.store.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A look at the files of a store, whether a service works with them or not. Changes nothing. */
public final class SqliteInspection {
  private static final String JOURNAL = "journal.db";
  private static final List<String> FILES = List.of(JOURNAL, "records.db");
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  private SqliteInspection() {}

  /**
   * What is wrong with the first file in {@code folder} that is damaged; empty if none is, or if
   * there are none yet. Reads the files whole, which takes its time.
   */
  public static Optional<String> damage(Path folder) {
    for (String name : FILES) {
      Path file = folder.resolve(name);
      if (Files.exists(file) && !isSound(file)) {
        return Optional.of(file + " is damaged");
      }
    }
    return Optional.empty();
  }

  private static boolean isSound(Path file) {
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA quick_check")) {
      return found.next() && "ok".equals(found.getString(1));
    } catch (SQLException unreadable) {
      return false;
    }
  }

  /** When the newest message came, by the clock of then; empty if none did or it cannot be read. */
  public static Optional<Instant> newestReceipt(Path folder) {
    Path file = folder.resolve(JOURNAL);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT received_at FROM entries ORDER BY sequence DESC LIMIT 1")) {
      return found.next() ? Optional.of(Instant.ofEpochMilli(found.getLong(1))) : Optional.empty();
    } catch (SQLException unreadable) {
      return Optional.empty();
    }
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source.getConnection();
  }
}
