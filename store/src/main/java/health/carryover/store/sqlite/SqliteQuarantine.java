package health.carryover.store.sqlite;

import health.carryover.analysis.port.Quarantine;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rejections in the journal's file. */
final class SqliteQuarantine implements Quarantine {
  private static final String NEWEST =
      """
      SELECT r.sequence, e.received_at, e.channel, r.code, r.element, r.reason
      FROM rejections r JOIN entries e ON e.sequence = r.sequence
      ORDER BY r.sequence DESC, r.place LIMIT ?""";
  private static final String COUNTS = "SELECT code, COUNT(*) FROM rejections GROUP BY code";

  private final SqliteFile file;

  SqliteQuarantine(SqliteFile file) {
    this.file = file;
  }

  @Override
  public List<Item> newest(int limit) {
    return file.read(
        connection -> {
          PreparedStatement select = connection.prepare(NEWEST);
          select.setInt(1, Math.max(0, limit));
          List<Item> items = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              items.add(
                  new Item(
                      found.getLong(1),
                      Instant.ofEpochMilli(found.getLong(2)),
                      found.getString(3),
                      found.getString(4),
                      found.getInt(5),
                      found.getString(6)));
            }
          }
          return items;
        });
  }

  @Override
  public Map<String, Long> countsByCode() {
    return file.read(
        connection -> {
          Map<String, Long> counts = new TreeMap<>();
          try (ResultSet found = connection.prepare(COUNTS).executeQuery()) {
            while (found.next()) {
              counts.put(found.getString(1), found.getLong(2));
            }
          }
          return counts;
        });
  }
}
