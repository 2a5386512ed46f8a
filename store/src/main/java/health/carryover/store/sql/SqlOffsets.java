package health.carryover.store.sql;

import health.carryover.analysis.port.Offsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Offsets in the records. */
final class SqlOffsets implements Offsets {
  private static final String ADVANCE =
      """
      INSERT INTO consumer_offsets (consumer, place) VALUES (?, ?)
      ON CONFLICT (consumer) DO UPDATE SET place = excluded.place
      WHERE excluded.place > consumer_offsets.place""";
  private static final String OF =
      "SELECT COALESCE(MAX(place), 0) FROM consumer_offsets WHERE consumer = ?";

  private final Database database;

  SqlOffsets(Database database) {
    this.database = database;
  }

  @Override
  public long of(String consumer) {
    return database.read(connection -> of(connection, consumer));
  }

  @Override
  public void advance(String consumer, long place) {
    database.change(connection -> advance(connection, consumer, place));
  }

  static long of(SqlConnection connection, String consumer) throws SQLException {
    PreparedStatement select = connection.prepare(OF);
    select.setString(1, consumer);
    try (ResultSet found = select.executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  static void advance(SqlConnection connection, String consumer, long place) throws SQLException {
    PreparedStatement move = connection.prepare(ADVANCE);
    move.setString(1, consumer);
    move.setLong(2, place);
    move.executeUpdate();
  }
}
