package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.store.postgres.PostgresAddress;
import health.carryover.store.postgres.PostgresStore;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sqlite.SqliteStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database is backed up while a service writes, and put back into another or into files. */
class PostgresBackupTest {
  private static final int AT_ONCE = 20;

  private static EmbeddedPostgres server;

  @TempDir Path folder;
  private Path backup;

  @BeforeAll
  static void startServer() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void makeDatabases() throws SQLException {
    backup = folder.resolve("backups").resolve("one");
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String name : List.of("here", "there")) {
        statement.execute("DROP DATABASE IF EXISTS " + name);
        statement.execute("CREATE DATABASE " + name);
      }
    }
  }

  @Test
  void whatIsWrittenMeanwhileIsInItUpToOneInstantAndComesBackInADatabaseOrInFiles()
      throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    long before;
    long after;
    try (PostgresStore store = PostgresStore.open(address("here"))) {
      store.patientDirectory().put(new Patient("p1", "clinic", "Zoë", Instant.EPOCH));
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                while (!enough.get()) {
                  written.set(append(store, written.get()));
                }
              });
      while (written.get() < 1_000) {
        Thread.onSpinWait();
      }
      before = written.get();
      CommandRun made = run("backup", "here");
      after = written.get();
      enough.set(true);
      writing.get();
      assertThat(made.err()).isEmpty();
      assertThat(made.out()).contains("checked     journal.entries: ");
      assertThat(made.exit()).isZero();
    }
    assertThat(backup.resolve("SHA256SUMS")).content().hasLineCount(2);
    CommandRun restored = run("restore", "there");
    assertThat(restored.err()).isEmpty();
    assertThat(restored.exit()).isZero();
    long last;
    try (PostgresStore store = PostgresStore.open(address("there"))) {
      last = store.journal().lastSequence();
      assertThat(last).isBetween(before, after + AT_ONCE);
      // Journal and records are of one instant: the projection is behind by one batch at most.
      assertThat(store.offsets().of("projection")).isBetween(last - AT_ONCE, last);
      assertThat(store.patientDirectory().patient("p1").orElseThrow().displayName())
          .isEqualTo("Zoë");
      assertThat(append(store, last)).as("it goes on").isEqualTo(last + AT_ONCE);
    }
    Path config = folder.resolve("files.properties");
    Files.writeString(config, "data.folder=" + folder.resolve("files") + "\n");
    assertThat(
            CommandRun.of(List.of("restore", "--config", config.toString(), backup.toString()))
                .exit())
        .isZero();
    try (SqliteStore store = SqliteStore.open(folder.resolve("files").resolve("store"))) {
      assertThat(store.journal().read(0, Integer.MAX_VALUE)).hasSize((int) last);
    }
  }

  @Test
  void nothingIsOverwrittenAndWhatIsNotAsItWasMadeIsRefused() throws Exception {
    assertThat(run("backup", "here").err()).contains("There is nothing to back up");
    try (PostgresStore store = PostgresStore.open(address("here"))) {
      append(store, 0);
      // The service has both claims: a backup needs none.
      assertThat(run("backup", "here").exit()).isZero();
      assertThat(run("backup", "here").err()).contains("is there already");
      assertThat(run("restore", "here").err()).contains("in use by another service");
    }
    try (PostgresStore store = PostgresStore.open(address("there"))) {
      store.offsets().advance("projection", 7);
    }
    assertThat(run("restore", "there").err()).contains("hold other data already");

    Path journal = backup.resolve("journal.db");
    byte[] bytes = Files.readAllBytes(journal);
    byte[] content = "entry 7".getBytes(StandardCharsets.UTF_8);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("entry 7");
    assertThat(at).isPositive();
    bytes[at + content.length - 1] = '8';
    Files.write(journal, bytes);
    assertThat(run("restore", "there").err())
        .as("a file that is sound, and not what was copied")
        .contains("is not as it was made");
  }

  @Test
  void howFarTheClocksAreApartIsFoundOut() {
    assertThat(PostgresStore.clockAhead(address("here"), () -> Instant.now().minusSeconds(3_600)))
        .hasValueSatisfying(
            ahead -> assertThat(ahead).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61)));
  }

  /** Twenty entries, and then a projection of them. */
  private static long append(SqlStores store, long last) {
    List<JournalEntry> entries = new ArrayList<>();
    for (long i = last + 1; i <= last + AT_ONCE; i++) {
      entries.add(
          new JournalEntry(
              Instant.EPOCH,
              "channel",
              null,
              ("entry " + i).getBytes(StandardCharsets.UTF_8),
              "id-" + i,
              "digest-" + i,
              "p1",
              List.of()));
    }
    store.journal().append(entries);
    store.offsets().advance("projection", last + AT_ONCE);
    return last + AT_ONCE;
  }

  private static PostgresAddress address(String database) {
    return new PostgresAddress(url(database), "postgres", "");
  }

  private static String url(String database) {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
  }

  private CommandRun run(String command, String database) throws Exception {
    Path config = folder.resolve(database + ".properties");
    Files.writeString(
        config,
        "data.folder="
            + folder.resolve(database)
            + "\nstore.kind=postgresql\nstore.url="
            + url(database)
            + "\nstore.user=postgres\n");
    return CommandRun.of(List.of(command, "--config", config.toString(), backup.toString()));
  }
}
