package health.carryover.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server that the tests of one process share. */
final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** Started by whoever asks first, stopped with the process. */
  private static final class Server {
    static final EmbeddedPostgres ONE = start();

    private static EmbeddedPostgres start() {
      try {
        // Not the language of the tests: the order of lists must not depend on it.
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** An empty database. */
  static PostgresAddress newDatabase() throws SQLException {
    String name = "carryover_" + DATABASES.incrementAndGet();
    try (Connection connection = connect(address("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return address(name);
  }

  static int port() {
    return Server.ONE.getPort();
  }

  static Connection connect(PostgresAddress address) throws SQLException {
    return DriverManager.getConnection(address.url(), address.user(), address.password());
  }

  private static PostgresAddress address(String database) {
    return new PostgresAddress(
        "jdbc:postgresql://localhost:" + port() + "/" + database, "postgres", "");
  }
}
