package health.carryover.store.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that prepares each statement once. The texts must come from a small fixed set. One
 * thread at a time.
 */
public final class SqlConnection implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  public SqlConnection(Connection connection) {
    this.connection = connection;
  }

  /** The statement of that text, with the parameters of its last use still set and no batch. */
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    } else {
      // A transaction that failed between adding and executing must leave nothing to the next.
      statement.clearBatch();
    }
    return statement;
  }

  /** What the database says about its tables. */
  public DatabaseMetaData metaData() throws SQLException {
    return connection.getMetaData();
  }

  /** The schema that names without one mean; null where there is none. */
  public @Nullable String schema() throws SQLException {
    return connection.getSchema();
  }

  public void execute(String sql) throws SQLException {
    prepare(sql).execute();
  }

  /** Executes what takes effect when it is prepared, and so must be prepared every time. */
  public void set(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Commits what was done since the last time. */
  public void commit() throws SQLException {
    connection.commit();
  }

  /** Closes the connection and with it its statements; what was not committed is undone. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
