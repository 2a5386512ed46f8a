package health.carryover.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection that prepares each statement once. The texts must come from a small fixed set. One
 * thread at a time.
 */
final class SqliteConnection implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  SqliteConnection(Connection connection) {
    this.connection = connection;
  }

  /** The statement of that text, with the parameters of its last use still set. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  void execute(String sql) throws SQLException {
    prepare(sql).execute();
  }

  /** Closes the connection and with it its statements; what was not committed is undone. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
