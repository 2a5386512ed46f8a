package health.carryover.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store in a database of its own for each class, empty for each test, opened again at will. */
final class OpenPostgres implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private PostgresAddress address;
  private PostgresStore store;
  private int nested;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (nested++ == 0) {
      address = TestPostgres.newDatabase();
      store = PostgresStore.open(address);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    try (Connection connection = TestPostgres.connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE " + String.join(", ", tables(statement)) + " CASCADE");
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery(
            "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname LIKE"
                + " 'carryover%' AND tablename NOT IN ('schema_history', 'writer_epoch',"
                + " 'members', 'leases')")) {
      while (found.next()) {
        tables.add(found.getString(1));
      }
    }
    return tables;
  }

  PostgresAddress address() {
    return address;
  }

  PostgresStore store() {
    return store;
  }

  PostgresStore reopen() {
    store.close();
    store = PostgresStore.open(address);
    return store;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (--nested == 0) {
      store.close();
    }
  }
}
