package health.carryover.store.postgres;

import health.carryover.store.sql.Database;
import health.carryover.store.sql.SqlConnection;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import health.carryover.store.sql.UnfinishedMove;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Everything in a database as it was at one instant, journal and records alike, while services go
 * on writing. Nothing can be written through it. While it is open the server keeps rows that were
 * removed meanwhile, so it is to be closed soon.
 */
public final class PostgresSnapshot extends SqlStores {
  private static final int ROWS_AT_ONCE = 500;

  private PostgresSnapshot(Database journal, Database records) {
    super(journal, records);
  }

  /**
   * Takes the snapshot.
   *
   * @throws StoreOpenException if the database cannot be reached, if no service has used it yet, or
   *     if a move into it has not ended
   */
  public static PostgresSnapshot open(PostgresAddress address) {
    Frozen journal = null;
    Frozen records = null;
    try {
      journal = Frozen.open(address, "carryover_journal", null);
      records = Frozen.open(address, "carryover_records", journal.export());
      if (!journal.isThere() || !records.isThere() || UnfinishedMove.source(records).isPresent()) {
        throw new StoreOpenException(
            "There is nothing to back up in the database at " + address.url());
      }
      PostgresSnapshot snapshot = new PostgresSnapshot(journal, records);
      journal = null;
      records = null;
      return snapshot;
    } catch (SQLException e) {
      throw new StoreOpenException(
          "The database at " + address.url() + " cannot be used: " + e.getMessage(), e);
    } finally {
      if (journal != null) {
        journal.close();
      }
      if (records != null) {
        records.close();
      }
    }
  }

  /** One schema at that instant, on one connection. */
  private record Frozen(Connection connection, SqlConnection statements, String schema)
      implements Database {

    /**
     * @param instant what {@link #export} gave, or null for now
     */
    static Frozen open(PostgresAddress address, String schema, @Nullable String instant)
        throws SQLException {
      PGSimpleDataSource source = new PostgresSources(address, schema).writer();
      source.setDefaultRowFetchSize(ROWS_AT_ONCE);
      Connection connection = source.getConnection();
      boolean usable = false;
      try {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        if (instant != null) {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION SNAPSHOT '" + instant + "'");
          }
        }
        usable = true;
        return new Frozen(connection, new SqlConnection(connection), schema);
      } finally {
        if (!usable) {
          connection.close();
        }
      }
    }

    /** The name of the instant, for another connection while this one is open. */
    String export() throws SQLException {
      return text("SELECT pg_export_snapshot()");
    }

    boolean isThere() throws SQLException {
      return text("SELECT COALESCE(to_regclass('" + schema + ".schema_history')::text, '')")
          .contains("schema_history");
    }

    private String text(String sql) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet found = statement.executeQuery(sql)) {
        found.next();
        return found.getString(1);
      }
    }

    @Override
    public <T> T write(Work<T> work) {
      throw new IllegalStateException("a snapshot is not written");
    }

    @Override
    public <T> T writeDerived(Work<T> work) {
      return write(work);
    }

    @Override
    public synchronized <T> T read(Work<T> work) {
      try {
        return work.with(statements);
      } catch (SQLException e) {
        throw PostgresFailures.of("database", "read", e);
      }
    }

    @Override
    public Optional<String> complaint() {
      return Optional.empty();
    }

    @Override
    public boolean displaced() {
      return false;
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        // Nothing was written: nothing is lost.
      }
    }
  }
}
