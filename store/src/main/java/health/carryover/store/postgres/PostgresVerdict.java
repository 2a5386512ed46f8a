package health.carryover.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What became of a transaction whose connection broke while it committed. Asks until the server
 * answers: until then nothing may be done again and nothing be acknowledged.
 */
final class PostgresVerdict {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final PostgresSources sources;
  private final BooleanSupplier givenUp;

  /**
   * @param givenUp whether nobody waits for the answer any more
   */
  PostgresVerdict(PostgresSources sources, BooleanSupplier givenUp) {
    this.sources = sources;
    this.givenUp = givenUp;
  }

  /** Whether {@code transaction} is stored; false too if nobody waits any more. */
  boolean committed(String transaction) {
    try {
      while (!givenUp.getAsBoolean()) {
        String status = status(transaction);
        if (status.equals("committed")) {
          return true;
        }
        if (status.equals("aborted")) {
          return false;
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** "committed", "aborted" or anything else: not known yet. */
  private String status(String transaction) {
    try (Connection connection = sources.writer().getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT pg_xact_status(CAST(? AS xid8))")) {
      select.setString(1, transaction);
      try (ResultSet found = select.executeQuery()) {
        found.next();
        return String.valueOf(found.getString(1));
      }
    } catch (SQLException e) {
      // A server that never heard of it took over from the one that broke: there it is not stored.
      return "22023".equals(e.getSQLState()) ? "aborted" : "unknown";
    }
  }
}
