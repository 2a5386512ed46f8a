package health.carryover.store.postgres;

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

  private final int number;

  PostgresClaim(int number) {
    this.number = number;
  }

  /** Whether {@code connection} has the claim now; it keeps it until it is closed. */
  boolean take(Connection connection) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
      lock.setInt(1, OF_THIS_PROGRAM);
      lock.setInt(2, number);
      try (ResultSet found = lock.executeQuery()) {
        found.next();
        return found.getBoolean(1);
      }
    }
  }

  /** Lets another service have it; what was not committed is undone. */
  void giveBack(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    try (PreparedStatement unlock =
        connection.prepareStatement("SELECT pg_advisory_unlock(?, ?)")) {
      unlock.setInt(1, OF_THIS_PROGRAM);
      unlock.setInt(2, number);
      unlock.execute();
    }
  }
}
