package health.carryover.store.sql;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.store.sql.Trimming.Rest;
import health.carryover.store.sql.Trimming.Step;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Walks the journal once for each stream, from a place that is remembered, and empties entries.
 * What was made of an entry's heart rate goes before the entry, and the place moves after it, so
 * that a walk which broke off finds everything again.
 */
final class JournalTrimming {
  private static final int LOOKED_AT_ONCE = 1_000;
  private static final String PLACE = "retention-";
  private static final String CURSORS = "device-cursors";

  private static final String NEXT =
      """
      SELECT e.sequence, e.received_at, e.channel,
        EXISTS (SELECT 1 FROM rejections r WHERE r.sequence = e.sequence)
      FROM entries e WHERE e.sequence > ? AND e.sequence <= ? ORDER BY e.sequence LIMIT ?""";
  private static final String RECEIVED_AFTER =
      "SELECT received_at FROM entries WHERE sequence > ? ORDER BY sequence LIMIT 1";
  private static final String CHECKPOINT =
      "SELECT COALESCE(MAX(sequence), 0) FROM monitor_checkpoint";
  private static final String REMOVE_BLOCK = "DELETE FROM heart_rate_blocks WHERE sequence = ?";
  private static final String REMOVE_STEPS = "DELETE FROM rejection_steps WHERE sequence = ?";
  private static final String REMOVE_REJECTIONS = "DELETE FROM rejections WHERE sequence = ?";

  /** Not if the entry was emptied meanwhile. */
  private static final String EMPTY =
      "UPDATE entries SET channel = ?, content_type = NULL, payload = ?, clock_shift_ms = NULL"
          + " WHERE sequence = ? AND channel = ?";

  private final Database journal;
  private final Database records;
  private final Set<String> readers;

  JournalTrimming(Database journal, Database records, Set<String> readers) {
    this.journal = journal;
    this.records = records;
    this.readers = Set.copyOf(readers);
  }

  private record Row(long sequence, Instant receivedAt, String channel, boolean rejected) {}

  Step step(RetainedStream stream, Instant before, int most) {
    long place = records.read(connection -> SqlOffsets.of(connection, PLACE + stream.code()));
    List<Row> page = next(place, contained());
    List<Row> due = new ArrayList<>();
    long through = place;
    boolean young = page.isEmpty();
    for (Row row : page) {
      young = !row.receivedAt().isBefore(before);
      if (young || due.size() == most) {
        break;
      }
      if (StreamOfEntry.of(row.channel(), row.rejected()).filter(stream::equals).isPresent()) {
        due.add(row);
      }
      through = row.sequence();
    }
    long trimmed = due.isEmpty() ? 0 : trim(due);
    if (through > place) {
      long reached = through;
      records.change(c -> SqlOffsets.advance(c, PLACE + stream.code(), reached));
    }
    return new Step(trimmed, young ? Rest.NOTHING : Rest.MORE);
  }

  /** Up to where everybody has read who reads the journal. */
  private long contained() {
    return records.read(
        connection -> {
          long contained = SqlOffsets.of(connection, CURSORS);
          try (ResultSet found = connection.prepare(CHECKPOINT).executeQuery()) {
            found.next();
            contained = Math.min(contained, found.getLong(1));
          }
          for (String reader : readers) {
            contained = Math.min(contained, SqlOffsets.of(connection, reader));
          }
          return contained;
        });
  }

  /** When the first message came that not everybody has read; far ahead if there is none. */
  Instant readBefore() {
    long contained = contained();
    return journal.read(
        connection -> {
          PreparedStatement select = connection.prepare(RECEIVED_AFTER);
          select.setLong(1, contained);
          try (ResultSet found = select.executeQuery()) {
            return found.next() ? Instant.ofEpochMilli(found.getLong(1)) : Instant.MAX;
          }
        });
  }

  private List<Row> next(long after, long through) {
    return journal.read(
        connection -> {
          PreparedStatement select = connection.prepare(NEXT);
          select.setLong(1, after);
          select.setLong(2, through);
          select.setInt(3, LOOKED_AT_ONCE);
          List<Row> rows = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              rows.add(
                  new Row(
                      found.getLong(1),
                      Instant.ofEpochMilli(found.getLong(2)),
                      found.getString(3),
                      found.getBoolean(4)));
            }
          }
          return rows;
        });
  }

  private long trim(List<Row> due) {
    records.change(
        connection -> {
          PreparedStatement remove = connection.prepare(REMOVE_BLOCK);
          for (Row row : due) {
            remove.setLong(1, row.sequence());
            remove.executeUpdate();
          }
        });
    return journal.write(
        connection -> {
          long emptied = 0;
          for (Row row : due) {
            if (row.rejected()) {
              remove(connection, REMOVE_STEPS, row);
              remove(connection, REMOVE_REJECTIONS, row);
            }
            PreparedStatement empty = connection.prepare(EMPTY);
            empty.setString(1, JournalEntry.TRIMMED + row.channel());
            empty.setBytes(2, new byte[0]);
            empty.setLong(3, row.sequence());
            empty.setString(4, row.channel());
            emptied += empty.executeUpdate();
          }
          return emptied;
        });
  }

  private static void remove(SqlConnection connection, String sql, Row row) throws SQLException {
    PreparedStatement remove = connection.prepare(sql);
    remove.setLong(1, row.sequence());
    remove.executeUpdate();
  }
}
