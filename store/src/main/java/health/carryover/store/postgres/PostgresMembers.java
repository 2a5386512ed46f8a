package health.carryover.store.postgres;

import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.PatientShares.Holding;
import health.carryover.analysis.port.PatientShares.Once;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.sql.SqlConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who lives and who has what, on a connection of its own, so that a sign of life waits for nobody's
 * transaction. The server's clock alone decides. Any thread, one at a time.
 */
final class PostgresMembers {
  private static final int ONCE = PatientShares.COUNT;
  private static final String NOW = PostgresQueries.CLOCK;

  private static final String JOIN =
      "INSERT INTO members (token, expires_at) VALUES (nextval('member_tokens'), "
          + NOW
          + " + ?) RETURNING token, "
          + NOW;
  private static final String ERASING = "SELECT COUNT(*) FROM erasures WHERE traces IS NOT NULL";
  private static final String RENEW =
      "UPDATE members SET expires_at = "
          + NOW
          + " + ? FROM (SELECT token AS own, expires_at AS before FROM members WHERE token = ?) o"
          + " WHERE token = o.own RETURNING o.before, "
          + NOW;
  private static final String END_OTHERS =
      "DELETE FROM members WHERE token <> ? AND expires_at < " + NOW;
  private static final String LEAVE = "DELETE FROM members WHERE token = ?";
  private static final String LIVE =
      "SELECT COUNT(*) FROM members WHERE token <> ? AND expires_at >= " + NOW;
  private static final String HELD = "SELECT share FROM leases WHERE holder = ? ORDER BY share";

  /** A service that worked alone since may have come further than the share's own place. */
  private static final String TAKE =
      """
      UPDATE leases SET holder = ?,
        place = GREATEST(place, (SELECT COALESCE(MAX(sequence), 0) FROM monitor_checkpoint))
      WHERE share IN (
        SELECT share FROM leases WHERE holder IS NULL AND share BETWEEN ? AND ?
        ORDER BY share LIMIT ? FOR UPDATE SKIP LOCKED)""";

  private static final String GIVE_BACK =
      "UPDATE leases SET holder = NULL WHERE share = ? AND holder = ?";

  private final PostgresSources sources;
  private final Duration lifetime;
  private @Nullable SqlConnection connection;

  PostgresMembers(PostgresSources sources, Duration lifetime) {
    this.sources = sources;
    this.lifetime = lifetime;
  }

  /**
   * A sign of life.
   *
   * @param at the server's clock then
   * @param wasExpired whether others could have put an end to this service before
   */
  record Renewal(long token, Instant at, boolean wasExpired) {}

  Renewal join() {
    return transact(
        statements -> {
          // In turn with who begins to erase.
          PostgresClaim.RECORDS.takeTurn(statements);
          if (number(statements, LIVE, 0) > 0 && number(statements, ERASING) > 0) {
            throw new SQLException("a person is being erased", PostgresFailures.IN_USE);
          }
          PreparedStatement join = statements.prepare(JOIN);
          join.setLong(1, lifetime.toMillis());
          try (ResultSet found = join.executeQuery()) {
            found.next();
            return new Renewal(found.getLong(1), Instant.ofEpochMilli(found.getLong(2)), false);
          }
        });
  }

  /** Empty if others put an end to this service. */
  Optional<Renewal> renew(long token) {
    return transact(
        statements -> {
          PreparedStatement renew = statements.prepare(RENEW);
          renew.setLong(1, lifetime.toMillis());
          renew.setLong(2, token);
          try (ResultSet found = renew.executeQuery()) {
            return found.next()
                ? Optional.of(
                    new Renewal(
                        token,
                        Instant.ofEpochMilli(found.getLong(2)),
                        found.getLong(1) < found.getLong(2)))
                : Optional.empty();
          }
        });
  }

  /** Waits a moment for what they are doing; who cannot be ended now is ended the next time. */
  void endOthersAndTake(long token) {
    try {
      transact(
          statements -> {
            statements.set("SET LOCAL lock_timeout = 2000");
            PreparedStatement end = statements.prepare(END_OTHERS);
            end.setLong(1, token);
            return end.executeUpdate();
          });
    } catch (StoreUnavailableException busy) {
      // Its transaction ends within seconds, by itself or by the server.
    }
    transact(
        statements -> {
          int free = part(statements, token) - held(statements, token).size();
          take(statements, token, 0, ONCE - 1, Math.max(0, free));
          take(statements, token, ONCE, ONCE, 1);
          return free;
        });
  }

  private static void take(SqlConnection statements, long token, int first, int last, int most)
      throws SQLException {
    PreparedStatement take = statements.prepare(TAKE);
    take.setLong(1, token);
    take.setInt(2, first);
    take.setInt(3, last);
    take.setInt(4, most);
    take.executeUpdate();
  }

  /** As many shares as each may have, so that all together have all of them. */
  private static int part(SqlConnection statements, long token) throws SQLException {
    int services = 1 + (int) number(statements, LIVE, token);
    return (PatientShares.COUNT + services - 1) / services;
  }

  private static Set<Integer> held(SqlConnection statements, long token) throws SQLException {
    Set<Integer> held = new TreeSet<>();
    PreparedStatement select = statements.prepare(HELD);
    select.setLong(1, token);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        held.add(found.getInt(1));
      }
    }
    held.remove(ONCE);
    return held;
  }

  Holding holding(long token) {
    return transact(
        statements -> {
          Set<Integer> held = held(statements, token);
          List<Integer> surplus =
              held.stream().skip(Math.min(held.size(), part(statements, token))).toList();
          PreparedStatement once =
              statements.prepare(
                  "SELECT COUNT(*) FROM leases WHERE holder = ? AND share = " + ONCE);
          once.setLong(1, token);
          try (ResultSet found = once.executeQuery()) {
            found.next();
            return new Holding(
                held,
                Set.copyOf(surplus),
                found.getInt(1) == 1 ? Once.HERE : Once.ELSEWHERE,
                1 + (int) number(statements, LIVE, token));
          }
        });
  }

  void giveBack(long token, Collection<Integer> shares) {
    transact(
        statements -> {
          PreparedStatement back = statements.prepare(GIVE_BACK);
          for (int share : new TreeSet<>(shares)) {
            back.setInt(1, share);
            back.setLong(2, token);
            back.addBatch();
          }
          return back.executeBatch();
        });
  }

  int others(long token) {
    return transact(statements -> (int) number(statements, LIVE, token));
  }

  /** Gives everything back and ends the connection. */
  synchronized void leave(long token) {
    try {
      transact(
          statements -> {
            PreparedStatement leave = statements.prepare(LEAVE);
            leave.setLong(1, token);
            return leave.executeUpdate();
          });
    } catch (StoreUnavailableException | IllegalStateException away) {
      // Then it counts as gone after its time.
    } finally {
      drop();
    }
  }

  private static long number(SqlConnection statements, String query, long... values)
      throws SQLException {
    PreparedStatement select = statements.prepare(query);
    for (int i = 0; i < values.length; i++) {
      select.setLong(i + 1, values[i]);
    }
    try (ResultSet found = select.executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  private interface Work<T> {
    T with(SqlConnection statements) throws SQLException;
  }

  private synchronized <T> T transact(Work<T> work) {
    boolean done = false;
    try {
      SqlConnection statements = connected();
      T result = work.with(statements);
      statements.commit();
      done = true;
      return result;
    } catch (SQLException e) {
      throw PostgresFailures.of("list of services", "written", e);
    } finally {
      if (!done) {
        drop();
      }
    }
  }

  private SqlConnection connected() throws SQLException {
    if (connection == null) {
      Connection made = sources.writer().getConnection();
      PostgresQueries.endWhatStandsStill(made);
      made.setAutoCommit(false);
      connection = new SqlConnection(made);
    }
    return connection;
  }

  private void drop() {
    SqlConnection before = connection;
    connection = null;
    if (before != null) {
      try {
        before.close();
      } catch (SQLException e) {
        // Nothing depends on it.
      }
    }
  }
}
