package health.carryover.store.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.store.sql.StoreOpenException;
import health.carryover.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

final class SchemaMigrationTest {
  @TempDir private Path folder;

  @Test
  void anEmptyFolderGetsTheWholeSchemaAndOpeningAgainChangesNothing() throws Exception {
    SqliteStore.open(folder).close();
    List<String> journal = schema("journal.db");
    List<String> records = schema("records.db");
    assertThat(journal).anyMatch(sql -> sql.contains("TABLE entries"));
    assertThat(records).anyMatch(sql -> sql.contains("TABLE outcomes"));
    List<String> journalHistory = history("journal.db");
    List<String> recordsHistory = history("records.db");
    assertThat(journalHistory).startsWith("1", "2", "3", "4").doesNotHaveDuplicates();
    assertThat(recordsHistory).startsWith("1", "2", "3", "4").doesNotHaveDuplicates();

    SqliteStore.open(folder).close();
    assertThat(schema("journal.db")).isEqualTo(journal);
    assertThat(schema("records.db")).isEqualTo(records);
    assertThat(history("journal.db")).isEqualTo(journalHistory);
    assertThat(history("records.db")).isEqualTo(recordsHistory);
  }

  @Test
  void aSchemaOfANewerProgramIsRefusedAndLeftAsItIs() throws Exception {
    SqliteStore.open(folder).close();
    List<String> ours = history("records.db");
    execute(
        "records.db",
        "INSERT INTO schema_history SELECT 1002, '1002', 'later', type, 'V1002__later.sql', 7,"
            + " installed_by, installed_on, 1, 1 FROM schema_history WHERE version = '1'");
    assertThatThrownBy(() -> SqliteStore.open(folder))
        .isInstanceOf(StoreOpenException.class)
        .hasMessage(
            "The data folder "
                + folder
                + " cannot be used: The schema of the records has version 1002,"
                + " which only a newer version of this program knows");
    assertThat(history("records.db")).startsWith(ours.toArray(String[]::new)).endsWith("1002");
    execute("records.db", "DELETE FROM schema_history WHERE version = '1002'");
    SqliteStore.open(folder).close();
  }

  @Test
  void aSchemaWhoseFileWasChangedIsRefused() throws Exception {
    SqliteStore.open(folder).close();
    execute("journal.db", "UPDATE schema_history SET checksum = checksum + 1 WHERE version = '1'");
    assertThatThrownBy(() -> SqliteStore.open(folder))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("The schema of the journal cannot be brought up to date");
  }

  private List<String> schema(String file) throws SQLException {
    return strings(file, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
  }

  private List<String> history(String file) throws SQLException {
    return strings(
        file,
        "SELECT version FROM schema_history WHERE version IS NOT NULL ORDER BY installed_rank");
  }

  private List<String> strings(String file, String sql) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (var connection = source(file).getConnection();
        var statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        strings.add(found.getString(1));
      }
    }
    return strings;
  }

  private void execute(String file, String sql) throws SQLException {
    try (var connection = source(file).getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private SQLiteDataSource source(String file) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve(file));
    return source;
  }
}
