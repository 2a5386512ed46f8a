package health.carryover.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Writes down what people did; runs within a transaction of its caller. */
final class AuditTable {
  private static final String INSERT =
      """
      INSERT INTO audit (id, happened_at, person, action, subject)
      SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ? FROM audit""";

  private AuditTable() {}

  static void add(
      SqlConnection connection, Instant at, String person, String action, String subject)
      throws SQLException {
    PreparedStatement insert = connection.prepare(INSERT);
    insert.setLong(1, at.toEpochMilli());
    insert.setString(2, person);
    insert.setString(3, action);
    insert.setString(4, subject);
    insert.executeUpdate();
  }
}
