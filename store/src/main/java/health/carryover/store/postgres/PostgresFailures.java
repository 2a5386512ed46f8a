package health.carryover.store.postgres;

import health.carryover.analysis.port.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which failures pass (PostgreSQL documentation, appendix A: error codes). */
final class PostgresFailures {
  /** "Object in use", of our own making: a claim that is taken, a writer that is busy. */
  static final String IN_USE = "55006";

  private static final int CLASS = 2;

  /** Connection, rollback, resources, object state, operator, system, authorization. */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58", "28");

  /** A server that became a standby and will not write until it or another is primary again. */
  private static final String READ_ONLY = "25006";

  /** The server ended a transaction that stood still, as of a process that was stopped. */
  private static final String STOOD_STILL = "25P03";

  private PostgresFailures() {}

  static RuntimeException of(String name, String verb, SQLException e) {
    @Nullable String state = e.getSQLState();
    if (passes(state)) {
      return new StoreUnavailableException(
          "the " + name + " cannot be " + verb + " now: " + word(state), e);
    }
    return new IllegalStateException("the " + name + " cannot be " + verb + ": " + word(state), e);
  }

  /** Without a code it is the pool that could not get a connection in time. */
  private static boolean passes(@Nullable String state) {
    return state == null
        || state.equals(READ_ONLY)
        || state.equals(STOOD_STILL)
        || PASSING.contains(classOf(state));
  }

  /** Whether a commit that failed like this may have happened nevertheless. */
  static boolean leavesOutcomeOpen(SQLException e) {
    @Nullable String state = e.getSQLState();
    return state == null || Set.of("08", "57", "58").contains(classOf(state));
  }

  /** Whether the connection is to blame, so that another one may do. */
  static boolean isOfConnection(SQLException e) {
    @Nullable String state = e.getSQLState();
    return state != null && Set.of("08", "57").contains(classOf(state));
  }

  private static String classOf(String state) {
    return state.substring(0, Math.min(CLASS, state.length()));
  }

  private static String word(@Nullable String state) {
    return state == null ? "no connection" : "SQLSTATE " + state;
  }
}
