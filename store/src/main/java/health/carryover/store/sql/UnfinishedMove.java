package health.carryover.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The mark of stores that are being filled from others. It is in the records from before the first
 * row until all is checked, and keeps a service from starting on half of the data.
 */
public final class UnfinishedMove {
  /** Its table, which is no part of the schema. */
  public static final String TABLE = "unfinished_move";

  private UnfinishedMove() {}

  /** What {@code records} are being filled from, as {@link #begin} was told; empty: nothing. */
  public static Optional<String> source(Database records) {
    return records.read(
        connection -> {
          try (ResultSet found =
              connection.metaData().getTables(null, connection.schema(), TABLE, null)) {
            if (!found.next()) {
              return Optional.empty();
            }
          }
          try (ResultSet found = connection.prepare("SELECT source FROM " + TABLE).executeQuery()) {
            return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
          }
        });
  }

  /** Sets the mark. */
  public static void begin(Database records, String source) {
    records.change(
        connection -> {
          connection.execute("CREATE TABLE " + TABLE + " (source TEXT PRIMARY KEY)");
          insert(connection, source);
        });
  }

  private static void insert(SqlConnection connection, String source) throws SQLException {
    PreparedStatement insert = connection.prepare("INSERT INTO " + TABLE + " VALUES (?)");
    insert.setString(1, source);
    insert.executeUpdate();
  }

  /** Takes the mark away: from now on a service may start. */
  public static void end(Database records) {
    records.change(connection -> connection.execute("DROP TABLE " + TABLE));
  }
}
