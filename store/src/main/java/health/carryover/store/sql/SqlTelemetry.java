package health.carryover.store.sql;

import health.carryover.analysis.port.Readings;
import health.carryover.analysis.port.Telemetry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.stream.LongStream;

/** Heart-rate readings in the records, one compact value for each message. */
final class SqlTelemetry implements Telemetry {
  private static final String INSERT =
      """
      INSERT INTO heart_rate_blocks (sequence, patient, device, first_at, last_at, readings)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sequence) DO NOTHING""";

  /** The span of the index {@code heart_rate_blocks_long}: an hour in milliseconds. */
  static final long SHORT_SPAN = 3_600_000;

  private static final int READ_AT_ONCE = 512;

  private static final String WITHIN =
      """
      SELECT device, readings FROM heart_rate_blocks
      WHERE patient = ? AND first_at >= ? AND first_at < ? AND last_at >= ?
        AND last_at - first_at <= 3600000
      UNION ALL
      SELECT device, readings FROM heart_rate_blocks
      WHERE patient = ? AND first_at < ? AND last_at >= ? AND last_at - first_at > 3600000""";
  private static final String THESE = "SELECT sequence FROM heart_rate_blocks WHERE sequence IN ";
  private static final String LAST = "SELECT COALESCE(MAX(sequence), 0) FROM heart_rate_blocks";

  private final Database database;

  SqlTelemetry(Database database) {
    this.database = database;
  }

  @Override
  public void append(List<Block> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    database.changeDerived(
        connection -> {
          PreparedStatement insert = connection.prepare(INSERT);
          for (Block block : blocks) {
            add(insert, block);
          }
          insert.executeBatch();
        });
  }

  private static void add(PreparedStatement insert, Block block) throws SQLException {
    insert.setLong(1, block.sequence());
    insert.setString(2, block.patient());
    insert.setString(3, block.device());
    if (block.atMillis().length == 0) {
      insert.setNull(4, Types.BIGINT);
      insert.setNull(5, Types.BIGINT);
    } else {
      LongSummaryStatistics times = LongStream.of(block.atMillis()).summaryStatistics();
      insert.setLong(4, times.getMin());
      insert.setLong(5, times.getMax());
    }
    insert.setBytes(6, HeartRateBytes.of(block.atMillis(), block.bpm()));
    insert.addBatch();
  }

  /** Which of these sequences are those of rows. */
  Set<Long> rows(List<Long> sequences) {
    return database.read(
        connection -> {
          Set<Long> rows = new HashSet<>();
          for (List<Long> some : Slices.of(sequences, READ_AT_ONCE)) {
            try (ResultSet found =
                ManyValues.ofNumbers(connection, THESE, some, "").executeQuery()) {
              while (found.next()) {
                rows.add(found.getLong(1));
              }
            }
          }
          return rows;
        });
  }

  @Override
  public List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive) {
    long from = Bounds.millis(fromInclusive);
    long to = Bounds.millis(toExclusive);
    return Readings.highestOfEach(
        database.read(connection -> within(connection, patient, from, to)));
  }

  private static List<Reading> within(SqlConnection connection, String patient, long from, long to)
      throws SQLException {
    PreparedStatement select = connection.prepare(WITHIN);
    select.setString(1, patient);
    select.setLong(2, Math.max(from, Long.MIN_VALUE + SHORT_SPAN) - SHORT_SPAN);
    select.setLong(3, to);
    select.setLong(4, from);
    select.setString(5, patient);
    select.setLong(6, to);
    select.setLong(7, from);
    List<Reading> readings = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        String device = found.getString(1);
        HeartRateBytes.parse(found.getBytes(2)).addTo(readings, device, from, to);
      }
    }
    return readings;
  }

  @Override
  public long lastSequence() {
    return database.read(
        connection -> {
          try (ResultSet found = connection.prepare(LAST).executeQuery()) {
            found.next();
            return found.getLong(1);
          }
        });
  }
}
