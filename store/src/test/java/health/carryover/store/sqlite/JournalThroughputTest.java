package health.carryover.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.store.migration.SchemaMigration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Prints how fast the journal appends, beside the bare driver inserting the same rows into the same
 * tables in the same run. Only the ratio says something; nothing is asserted about it.
 *
 * <p>{@code -Dcarryover.rounds=...} repeats the measurement; the median counts.
 */
final class JournalThroughputTest {
  private static final int ROUNDS = Integer.getInteger("carryover.rounds", 3);
  private static final int PAYLOAD_BYTES = 200;
  private static final String INSERT =
      "INSERT INTO entries (sequence, received_at, channel, content_type, payload, identity,"
          + " digest, patient) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

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
  void printEntriesPerSecond() throws Exception {
    Path bareFile = folder.resolve("bare.db");
    SqliteFile.open(bareFile, "bare", SchemaMigration.ofJournal(SqliteFile.KEY_TYPE)).close();
    try (SqliteStore store = SqliteStore.open(folder.resolve("store"));
        Connection bare = bare(bareFile);
        PreparedStatement insert = bare.prepareStatement(INSERT)) {
      Journal journal = store.journal();
      Appending viaJournal = entries -> journal.append(entries);
      Appending viaDriver = entries -> insert(bare, insert, entries);
      System.out.println("journal appends, 200 B payloads, entries/s (median of " + ROUNDS + ")");
      long next = 1;
      for (int batch : new int[] {1, 50, 1_000}) {
        int batches = Math.max(20, 400 / batch);
        double[] journalRates = new double[ROUNDS];
        double[] driverRates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
          List<List<JournalEntry>> work = work(next, batch, batches);
          next += (long) batch * batches;
          journalRates[round] = rate(viaJournal, work);
          driverRates[round] = rate(viaDriver, work);
        }
        double journalRate = median(journalRates);
        double driverRate = median(driverRates);
        System.out.printf(
            "batch of %4d: journal %,9.0f  bare driver %,9.0f  ratio %.2f%n",
            batch, journalRate, driverRate, journalRate / driverRate);
      }
      assertThat(journal.lastSequence()).isEqualTo(next - 1);
    }
  }

  private static double rate(Appending appending, List<List<JournalEntry>> work) throws Exception {
    long started = System.nanoTime();
    for (List<JournalEntry> batch : work) {
      appending.append(batch);
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return work.size() * work.get(0).size() / seconds;
  }

  private static double median(double[] rates) {
    double[] sorted = rates.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static List<List<JournalEntry>> work(long first, int batch, int batches) {
    List<List<JournalEntry>> work = new ArrayList<>();
    long sequence = first;
    for (int i = 0; i < batches; i++) {
      List<JournalEntry> entries = new ArrayList<>();
      for (int j = 0; j < batch; j++) {
        entries.add(entry(sequence++));
      }
      work.add(entries);
    }
    return work;
  }

  private static JournalEntry entry(long sequence) {
    // Scattered like digests, so that the index of identities is met at random places.
    String digest = Long.toHexString(sequence * 0x9E3779B97F4A7C15L);
    byte[] payload = Arrays.copyOf(digest.getBytes(StandardCharsets.UTF_8), PAYLOAD_BYTES);
    return new JournalEntry(
        Instant.ofEpochMilli(sequence),
        "carryover/v1/clinic/device-17/up/heart-rate",
        "application/json",
        payload,
        "device-17/" + digest,
        digest,
        "patient-17",
        List.of());
  }

  private static Connection bare(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static void insert(
      Connection connection, PreparedStatement insert, List<JournalEntry> entries)
      throws SQLException {
    for (JournalEntry entry : entries) {
      insert.setLong(1, entry.receivedAt().toEpochMilli());
      insert.setLong(2, entry.receivedAt().toEpochMilli());
      insert.setString(3, entry.channel());
      insert.setString(4, entry.contentType());
      insert.setBytes(5, entry.payload());
      insert.setString(6, entry.identity());
      insert.setString(7, entry.digest());
      insert.setString(8, entry.patient());
      insert.executeUpdate();
    }
    connection.commit();
  }

  @FunctionalInterface
  private interface Appending {
    void append(List<JournalEntry> entries) throws Exception;
  }
}
