package health.carryover.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.migration.SchemaMigration;
import health.carryover.store.sql.SqlConnection;
import health.carryover.store.sql.StoreOpenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The folder as a whole: opening, closing, refusing, and what a failing disk does. */
final class SqliteStoreTest {
  /** As many as SQLite allows by itself. */
  private static final long MOST_PAGES = 4_294_967_294L;

  private Path folder;

  @BeforeEach
  void createFolder() throws IOException {
    folder = TestFolders.create();
  }

  @AfterEach
  void deleteFolder() throws IOException {
    TestFolders.delete(folder);
  }

  @Test
  void aFolderThatIsNotThereIsMade() {
    Path deep = folder.resolve("a/b c/ü");
    try (SqliteStore store = SqliteStore.open(deep)) {
      assertThat(store.journal().lastSequence()).isZero();
    }
    assertThat(deep.resolve("journal.db")).isRegularFile();
    assertThat(deep.resolve("records.db")).isRegularFile();
  }

  @Test
  void theFilesAreDurableAndChecked() throws Exception {
    SqliteStore.open(folder).close();
    try (SqliteFile file = plainFile()) {
      assertThat(pragma(file, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(file, "synchronous")).as("2 is FULL").isEqualTo("2");
      assertThat(pragma(file, "foreign_keys")).isEqualTo("1");
      assertThat(pragma(file, "busy_timeout")).isEqualTo("5000");
    }
  }

  @Test
  void whatCanBeMadeAnewDoesNotWaitForTheDiskAndTheRestDoes() throws Exception {
    SqliteStore.open(folder).close();
    try (SqliteFile file = plainFile()) {
      String derived = file.writeDerived(c -> text(c, "PRAGMA synchronous"));
      String durable = file.write(c -> text(c, "PRAGMA synchronous"));
      assertThat(derived).as("1 is NORMAL").isEqualTo("1");
      assertThat(durable).as("2 is FULL").isEqualTo("2");
    }
  }

  private static String text(SqlConnection connection, String sql) throws SQLException {
    try (ResultSet found = connection.prepare(sql).executeQuery()) {
      found.next();
      return found.getString(1);
    }
  }

  private SqliteFile plainFile() throws SQLException {
    return SqliteFile.open(
        folder.resolve("journal.db"), "journal", SchemaMigration.ofJournal(SqliteFile.KEY_TYPE));
  }

  private static String pragma(SqliteFile file, String name) {
    return file.read(connection -> text(connection, "PRAGMA " + name));
  }

  @Test
  void aSecondStoreInTheSameProcessIsRefused() {
    try (SqliteStore first = SqliteStore.open(folder)) {
      assertThatThrownBy(() -> SqliteStore.open(folder))
          .isInstanceOf(StoreOpenException.class)
          .hasMessage("The data folder " + folder + " is in use by another service");
      assertThat(first.journal().append(List.of(entry(1)))).hasSize(1);
    }
    SqliteStore.open(folder).close();
  }

  @Test
  void aSecondServiceIsRefusedButOtherProcessesMayRead() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                FolderHolder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("0");
      assertThatThrownBy(() -> SqliteStore.open(folder))
          .isInstanceOf(StoreOpenException.class)
          .hasMessage("The data folder " + folder + " is in use by another service");
      assertThat(count("SELECT COUNT(*) FROM entries", "journal.db")).isZero();
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    } finally {
      holder.destroyForcibly();
    }
    SqliteStore.open(folder).close();
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> SqliteStore.open(file))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageStartingWith("The data folder " + file + " cannot be written");
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefused() throws IOException {
    Path readOnly = Files.createDirectory(folder.resolve("read-only"));
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
    if (Files.isWritable(readOnly)) {
      System.out.println("The superuser may write everywhere: /proc stands for a read-only folder");
      readOnly = Path.of("/proc/self/carryover");
    }
    Path refused = readOnly;
    assertThatThrownBy(() -> SqliteStore.open(refused))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageStartingWith("The data folder " + refused + " cannot be written");
  }

  @Test
  void aDatabaseFileThatCannotBeOpenedIsRefusedAndTheFolderGivenBack() throws IOException {
    Path blocking = Files.createDirectory(folder.resolve("records.db"));
    assertThatThrownBy(() -> SqliteStore.open(folder))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageStartingWith("The data folder " + folder + " cannot be used");
    Files.delete(blocking);
    SqliteStore.open(folder).close();
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAsItIs() throws IOException {
    Path file = folder.resolve("journal.db");
    String text = "This is not a database. ".repeat(400);
    Files.writeString(file, text);
    assertThatThrownBy(() -> SqliteStore.open(folder))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageStartingWith("The data folder " + folder + " cannot be used");
    assertThat(file).hasContent(text);
  }

  @Test
  void afterClosingEveryPortSaysSo() {
    SqliteStore store = SqliteStore.open(folder);
    Journal journal = store.journal();
    journal.append(List.of(entry(1)));
    store.close();
    store.close();
    assertThatThrownBy(() -> journal.append(List.of(entry(2))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the journal is closed");
    assertThatThrownBy(() -> journal.read(0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFullDiskStoresNothingOfABatchAndPassesWhenThereIsRoom() {
    try (SqliteStore store = SqliteStore.open(folder)) {
      Journal journal = store.journal();
      journal.append(List.of(entry(1)));
      List<JournalEntry> batch = new ArrayList<>();
      for (int i = 2; i < 400; i++) {
        batch.add(entry(i));
      }
      for (int attempt = 0; attempt < 3; attempt++) {
        limitPages(store, 1);
        assertThatThrownBy(() -> journal.append(batch))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageStartingWith("the journal cannot be written now: ")
            .hasMessageContaining("SQLITE_FULL");
        assertThat(journal.lastSequence()).isEqualTo(1);
      }
      limitPages(store, MOST_PAGES);
      assertThat(journal.append(batch)).hasSize(398).hasOnlyElementsOfType(Appended.Stored.class);
      assertThat(journal.read(0, 1_000))
          .extracting(StoredEntry::sequence)
          .hasSize(399)
          .doesNotHaveDuplicates();
    }
  }

  /** The limit never goes below what the file has already, so that 1 means: no growth. */
  private static void limitPages(SqliteStore store, long pages) {
    store
        .journalFile()
        .change(connection -> connection.execute("PRAGMA max_page_count = " + pages));
  }

  @Test
  void aBusyDatabaseIsUnavailableAndPasses() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder)) {
      Journal journal = store.journal();
      try (Connection other = connect("journal.db");
          var statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> journal.append(List.of(entry(1))))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("SQLITE_BUSY");
        assertThat(journal.lastSequence()).isZero();
        statement.execute("ROLLBACK");
      }
      assertThat(journal.append(List.of(entry(1)))).containsExactly(new Appended.Stored(1));
    }
  }

  @Test
  void whatFailsHalfWayLeavesNothing() {
    try (SqliteStore store = SqliteStore.open(folder)) {
      assertThatThrownBy(
              () ->
                  store
                      .journalFile()
                      .change(
                          connection -> {
                            connection.execute(
                                "INSERT INTO entries (sequence, received_at, channel, payload,"
                                    + " digest) VALUES (1, 0, 'c', 'p', 'd')");
                            connection.execute(
                                "INSERT INTO rejections (sequence, place, code, element, reason)"
                                    + " VALUES (2, 0, 'c', 0, 'of an entry that is not there')");
                          }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("CONSTRAINT");
      assertThat(store.journal().lastSequence()).isZero();
      assertThat(store.journal().append(List.of(entry(1)))).containsExactly(new Appended.Stored(1));
    }
  }

  @Test
  void whoAcknowledgedIsWrittenDownForEveryPerson() throws Exception {
    Instant at = Instant.parse("2026-03-02T08:00:00Z");
    try (SqliteStore store = SqliteStore.open(folder)) {
      var raised =
          SampleOutcomes.alert(
              "a-1", "p-1", AlertChange.Kind.FLARE, AlertChange.Change.RAISED, at, at);
      store.outcomeRecords().save(List.of(new NumberedOutcome("p-1", 1, raised)));
      store.outcomeRecords().acknowledge("a-1", "Zoë", at);
      store.outcomeRecords().acknowledge("a-1", "Kim", at);
      store.outcomeRecords().acknowledge("a-2", "Kim", at);
    }
    assertThat(count("SELECT COUNT(*) FROM audit", "records.db")).isEqualTo(2);
    assertThat(
            count(
                "SELECT COUNT(*) FROM audit WHERE person = 'Kim' AND action = 'acknowledge'"
                    + " AND subject = 'a-1' AND id = 2",
                "records.db"))
        .isEqualTo(1);
  }

  private long count(String sql, String file) throws SQLException {
    try (Connection connection = connect(file);
        var statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    }
  }

  private Connection connect(String file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
  }

  private static JournalEntry entry(long sequence) {
    return JournalAppender.entry(sequence, 500);
  }
}
