package health.carryover.store.postgres;

import health.carryover.store.sql.SqlConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The claim of one service to write a schema: a lock that belongs to a connection and ends with it.
 */
enum PostgresClaim {
  JOURNAL(1),
  RECORDS(2);

  /** "CARR": the first half of the key, so that no other program's lock is meant. */
  private static final int OF_THIS_PROGRAM = 0x43415252;

  /** Turns have keys of their own. */
  private static final int TURNS = 10;

  private final int number;

  PostgresClaim(int number) {
    this.number = number;
  }

  /** Whether {@code connection} has the claim now; it keeps it until it is closed. */
  boolean take(Connection connection) throws SQLException {
    return take(connection, "SELECT pg_try_advisory_lock(?, ?)");
  }

  /** The same beside others that share it, and against whoever wants it alone. */
  boolean takeShared(Connection connection) throws SQLException {
    return take(connection, "SELECT pg_try_advisory_lock_shared(?, ?)");
  }

  private boolean take(Connection connection, String how) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(how)) {
      lock.setInt(1, OF_THIS_PROGRAM);
      lock.setInt(2, number);
      try (ResultSet found = lock.executeQuery()) {
        found.next();
        return found.getBoolean(1);
      }
    }
  }

  /** Makes a claim that {@code connection} has alone one that it shares. */
  void share(Connection connection) throws SQLException {
    takeShared(connection);
    release(connection, "SELECT pg_advisory_unlock(?, ?)");
  }

  /** Lets another service have it; what was not committed is undone. */
  void giveBack(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    release(connection, "SELECT pg_advisory_unlock(?, ?)");
  }

  private void release(Connection connection, String how) throws SQLException {
    try (PreparedStatement unlock = connection.prepareStatement(how)) {
      unlock.setInt(1, OF_THIS_PROGRAM);
      unlock.setInt(2, number);
      unlock.execute();
    }
  }

  /**
   * Waits for its turn within a transaction, which keeps it until its end: whoever takes a number
   * then sees every number before it.
   */
  void takeTurn(SqlConnection statements) throws SQLException {
    PreparedStatement lock = statements.prepare("SELECT pg_advisory_xact_lock(?, ?)");
    lock.setInt(1, OF_THIS_PROGRAM);
    lock.setInt(2, number + TURNS);
    lock.execute();
  }
}
