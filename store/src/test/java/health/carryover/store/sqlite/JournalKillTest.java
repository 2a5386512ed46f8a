package health.carryover.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.SeededRandom;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that dies at any moment loses nothing that it has reported as durable. */
final class JournalKillTest {
  private static final int KILLS = 12;

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
  void nothingReportedIsLostWheneverTheProcessIsKilled() throws Exception {
    Random random = SeededRandom.of("kills");
    long before = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      long reported = appendUntilKilled(random);
      assertThat(reported).as("sequences reported before kill " + kill).isGreaterThan(before);
      before = verify(reported);
    }
    System.out.println(KILLS + " kills, " + before + " entries in the journal, none lost");
  }

  /** The last sequence the process reported before it died. */
  private long appendUntilKilled(Random random) throws Exception {
    int batchesToAwait = 1 + random.nextInt(25);
    long delayNanos = TimeUnit.MICROSECONDS.toNanos(random.nextInt(15_000));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                JournalAppender.class.getName(),
                folder.toString(),
                Long.toString(random.nextLong()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String last = null;
      for (int i = 0; i < batchesToAwait; i++) {
        last = lines.readLine();
        assertThat(last).as("a line from the appending process").isNotNull();
      }
      // Not a wait for anything: it spreads the moment of death over the whole of a commit.
      LockSupport.parkNanos(delayNanos);
      // By its handle: the process object would close the pipe with the last reports in it.
      process.toHandle().destroyForcibly();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
      }
      assertThat(process.waitFor()).as("died by the kill").isEqualTo(128 + 9);
      return Long.parseLong(last);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The last sequence in the journal. */
  private long verify(long reported) throws Exception {
    try (SqliteStore store = SqliteStore.open(folder)) {
      Journal journal = store.journal();
      assertThat(journal.lastSequence()).isGreaterThanOrEqualTo(reported);
      long expected = 1;
      List<StoredEntry> page = journal.read(0, 500);
      while (!page.isEmpty()) {
        for (StoredEntry stored : page) {
          assertThat(stored.sequence()).isEqualTo(expected);
          assertThat(stored.entry().identity()).isEqualTo("identity-" + expected);
          assertThat(new String(stored.entry().payload(), StandardCharsets.UTF_8))
              .startsWith(expected + " ");
          expected++;
        }
        page = journal.read(expected - 1, 500);
      }
      assertThat(journal.lastSequence()).isEqualTo(expected - 1);
      assertThat(integrity()).isEqualTo("ok");
      return expected - 1;
    }
  }

  /** Read by another connection while the store is open, as an operator's tool would. */
  private String integrity() throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        var statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA integrity_check")) {
      found.next();
      return found.getString(1);
    }
  }
}
