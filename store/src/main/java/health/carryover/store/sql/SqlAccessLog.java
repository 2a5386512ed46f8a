package health.carryover.store.sql;

import health.carryover.analysis.port.AccessLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The access log in the records. */
final class SqlAccessLog implements AccessLog {
  private static final String APPEND =
      """
      INSERT INTO access_log (id, happened_at, clinic, actor, actor_name, session, action, patient,
        subject, outcome)
      SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM access_log
      RETURNING id""";
  private static final String FAILED = "UPDATE access_log SET outcome = ? WHERE id = ?";
  private static final String SELECT =
      """
      SELECT id, happened_at, clinic, actor, actor_name, session, action, patient, subject, outcome
      FROM access_log WHERE clinic = ?""";

  private final Database database;

  SqlAccessLog(Database database) {
    this.database = database;
  }

  @Override
  public List<Long> append(List<Access> accesses) {
    return database.write(
        connection -> {
          List<Long> places = new ArrayList<>();
          for (Access access : accesses) {
            places.add(append(connection, access));
          }
          return places;
        });
  }

  private static long append(SqlConnection connection, Access access) throws SQLException {
    PreparedStatement append = connection.prepare(APPEND);
    append.setLong(1, access.at().toEpochMilli());
    append.setString(2, access.clinic());
    append.setString(3, access.actor());
    append.setString(4, access.actorName());
    append.setString(5, access.session());
    append.setString(6, access.action());
    append.setString(7, access.patient());
    append.setString(8, access.subject());
    append.setString(9, access.outcome().code());
    try (ResultSet id = append.executeQuery()) {
      if (!id.next()) {
        throw new SQLException("an entry without an id");
      }
      return id.getLong(1);
    }
  }

  @Override
  public void failed(long id) {
    database.change(
        connection -> {
          PreparedStatement failed = connection.prepare(FAILED);
          failed.setString(1, Outcome.FAILED.code());
          failed.setLong(2, id);
          failed.executeUpdate();
        });
  }

  @Override
  public List<Entry> newest(Query query, int limit) {
    StringBuilder sql = new StringBuilder(SELECT);
    List<Object> values = new ArrayList<>();
    values.add(query.clinic());
    and(sql, values, " AND patient = ?", query.patient());
    and(sql, values, " AND actor = ?", query.actor());
    Instant from = query.fromInclusive();
    and(sql, values, " AND happened_at >= ?", from == null ? null : from.toEpochMilli());
    Instant to = query.toExclusive();
    and(sql, values, " AND happened_at < ?", to == null ? null : to.toEpochMilli());
    and(sql, values, " AND id < ?", query.beforeId());
    sql.append(" ORDER BY id DESC LIMIT ?");
    values.add(limit);
    return database.read(connection -> select(connection, sql.toString(), values));
  }

  private static void and(
      StringBuilder sql,
      List<Object> values,
      String condition,
      @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }

  private static List<Entry> select(SqlConnection connection, String sql, List<Object> values)
      throws SQLException {
    PreparedStatement select = connection.prepare(sql);
    for (int i = 0; i < values.size(); i++) {
      select.setObject(i + 1, values.get(i));
    }
    List<Entry> entries = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        entries.add(
            new Entry(
                found.getLong(1),
                new Access(
                    Instant.ofEpochMilli(found.getLong(2)),
                    found.getString(3),
                    found.getString(4),
                    found.getString(5),
                    found.getString(6),
                    found.getString(7),
                    found.getString(8),
                    found.getString(9),
                    Outcome.ofCode(found.getString(10)))));
      }
    }
    return entries;
  }
}
