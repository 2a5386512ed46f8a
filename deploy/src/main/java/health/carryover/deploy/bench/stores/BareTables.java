package health.carryover.deploy.bench.stores;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.Telemetry.Block;
import health.carryover.deploy.bench.Rounds.Share;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The same rows stored by the bare driver in tables of the same form, one batch and one durable
 * commit after the other: what no store on this database can pass. Confined to one thread.
 */
final class BareTables implements AutoCloseable {
  private static final String ENTRY =
      "INSERT INTO %s (sequence, received_at, channel, content_type, payload, identity, digest,"
          + " patient) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String BLOCK =
      "INSERT INTO %s (sequence, patient, device, first_at, last_at, readings)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private final Connection journal;
  private final Connection records;
  private final PreparedStatement entry;
  private final PreparedStatement block;
  private final byte[] readings;

  /**
   * @param journal and {@code records} are closed with this
   * @param readings a block as the store writes it
   */
  BareTables(Connection journal, String entries, Connection records, String blocks, byte[] readings)
      throws SQLException {
    this.journal = journal;
    this.records = records;
    this.readings = readings;
    journal.setAutoCommit(false);
    records.setAutoCommit(false);
    this.entry = journal.prepareStatement(ENTRY.formatted(entries));
    this.block = records.prepareStatement(BLOCK.formatted(blocks));
  }

  /** A block of a minute as the store in {@code connection} wrote it. */
  static byte[] readingsIn(Connection connection, String blocks) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT readings FROM " + blocks + " LIMIT 1")) {
      found.next();
      return found.getBytes(1);
    }
  }

  Share append(List<JournalEntry> entries) {
    long before = System.nanoTime();
    try {
      for (JournalEntry one : entries) {
        entry.setLong(1, one.receivedAt().toEpochMilli());
        entry.setLong(2, one.receivedAt().toEpochMilli());
        entry.setString(3, one.channel());
        entry.setString(4, one.contentType());
        entry.setBytes(5, one.payload());
        entry.setString(6, one.identity());
        entry.setString(7, one.digest());
        entry.setString(8, one.patient());
        entry.addBatch();
      }
      entry.executeBatch();
      journal.commit();
    } catch (SQLException failed) {
      throw new IllegalStateException("the bare driver failed", failed);
    }
    return new Share(entries.size(), System.nanoTime() - before, entries.size());
  }

  /** Counts readings. */
  Share appendBlocks(List<Block> blocks) {
    long before = System.nanoTime();
    long count = 0;
    try {
      for (Block one : blocks) {
        block.setLong(1, one.sequence());
        block.setString(2, one.patient());
        block.setString(3, one.device());
        block.setLong(4, one.atMillis()[0]);
        block.setLong(5, one.atMillis()[one.atMillis().length - 1]);
        block.setBytes(6, readings);
        block.addBatch();
        count += one.atMillis().length;
      }
      block.executeBatch();
      records.commit();
    } catch (SQLException failed) {
      throw new IllegalStateException("the bare driver failed", failed);
    }
    return new Share(count, System.nanoTime() - before, count);
  }

  @Override
  public void close() throws SQLException {
    journal.close();
    records.close();
  }
}
