package health.carryover.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** What PostgreSQL is asked and told beside the common SQL. */
final class PostgresQueries {
  /** The commit of the transaction it is said in does not wait for the disk. */
  static final String COMMIT_WITHOUT_WAITING = "SET LOCAL synchronous_commit = off";

  /** What the server's clock says, in epoch milliseconds. */
  static final String CLOCK = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

  private static final int OLDEST_VERSION = 130_000;

  private PostgresQueries() {}

  /**
   * @throws SQLException that names what is wrong, for the operator
   */
  static void requireUsable(Connection connection) throws SQLException {
    if (Integer.parseInt(text(connection, "SHOW server_version_num")) < OLDEST_VERSION) {
      throw new SQLException("PostgreSQL 13 or later is needed");
    }
    if (!text(connection, "SHOW server_encoding").equals("UTF8")) {
      throw new SQLException("a database with the encoding UTF8 is needed");
    }
  }

  /** Undoes a server-wide setting that would acknowledge what a power cut can take back. */
  static void makeCommitsDurable(Connection connection) throws SQLException {
    text(
        connection,
        "SELECT CASE WHEN current_setting('synchronous_commit') = 'off'"
            + " THEN set_config('synchronous_commit', 'on', FALSE) ELSE '' END");
  }

  /**
   * Has the server end a transaction whose client says nothing for some seconds: one that is
   * stopped must not hold up the others.
   */
  static void endWhatStandsStill(Connection connection) throws SQLException {
    text(connection, "SELECT set_config('idle_in_transaction_session_timeout', '5000', FALSE)");
  }

  /** Begins a transaction and names it, so that its outcome can be asked for. */
  static String begin(Connection connection) throws SQLException {
    return text(connection, "SELECT pg_current_xact_id()::text");
  }

  static long epoch(Connection connection) throws SQLException {
    return Long.parseLong(text(connection, "SELECT epoch::text FROM writer_epoch"));
  }

  static long nextEpoch(Connection connection) throws SQLException {
    return Long.parseLong(
        text(connection, "UPDATE writer_epoch SET epoch = epoch + 1 RETURNING epoch::text"));
  }

  /** What the server's clock says, to the millisecond. */
  static Instant now(Connection connection) throws SQLException {
    return Instant.ofEpochMilli(
        Long.parseLong(
            text(
                connection,
                "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint::text")));
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return String.valueOf(found.getString(1));
    }
  }
}
