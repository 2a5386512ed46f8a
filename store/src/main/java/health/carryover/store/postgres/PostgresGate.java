package health.carryover.store.postgres;

import health.carryover.store.sql.SqlConnection;
import java.sql.SQLException;

/** What every transaction that writes does before its work. Any thread. */
interface PostgresGate {
  /** For who holds the claim alone: it is the only one that writes. */
  PostgresGate OF_THE_ONLY_ONE =
      new PostgresGate() {
        @Override
        public boolean isShared() {
          return false;
        }

        @Override
        public boolean isLost() {
          return false;
        }

        @Override
        public void enter(SqlConnection statements) {}

        @Override
        public void enterUnnumbered(SqlConnection statements) {}
      };

  /** Whether others write too. */
  boolean isShared();

  /** Whether this service can never enter again. */
  boolean isLost();

  /**
   * Before work that may take a number as the highest plus one.
   *
   * @throws health.carryover.analysis.port.StoreUnavailableException if this service may not write
   */
  void enter(SqlConnection statements) throws SQLException;

  /** Before work that takes no number. Throws as {@link #enter}. */
  void enterUnnumbered(SqlConnection statements) throws SQLException;
}
