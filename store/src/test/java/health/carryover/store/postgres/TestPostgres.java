package health.carryover.store.postgres;

import health.carryover.store.container.ServerImage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A PostgreSQL server that the tests of one process share. */
final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static final int PORT = 5432;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "only-for-tests";

  private TestPostgres() {}

  /**
   * Started by whoever asks first, stopped with the process.
   *
   * @param password of the user {@code postgres}
   */
  private record Server(String host, int port, String password) {
    static final Server ONE = start();

    private static Server start() {
      return ServerImage.containersStart() || Boolean.getBoolean("carryover.providers.required")
          ? inContainer()
          : fromPrograms();
    }

    private static Server inContainer() {
      GenericContainer<?> container =
          ServerImage.POSTGRES
              .container()
              .withEnv("POSTGRES_PASSWORD", PASSWORD)
              .withExposedPorts(PORT)
              .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", 1));
      container.start();
      Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
      Server server = new Server(container.getHost(), container.getMappedPort(PORT), PASSWORD);
      server.awaitConnection();
      return server;
    }

    /** The official image starts twice, and only the second start listens to the network. */
    private void awaitConnection() {
      long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
      while (true) {
        try {
          connect(address("postgres")).close();
          return;
        } catch (SQLException notYet) {
          if (System.nanoTime() > giveUpAt) {
            throw new IllegalStateException("the server in the container does not answer", notYet);
          }
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
      }
    }

    PostgresAddress address(String database) {
      return new PostgresAddress(
          "jdbc:postgresql://" + host + ":" + port + "/" + database, "postgres", password);
    }

    private static Server fromPrograms() {
      try {
        // Not the language of the tests: the order of lists must not depend on it.
        int port = EmbeddedPostgres.builder().start().getPort();
        System.out.println("postgres runs from programs in the registry");
        return new Server("localhost", port, "");
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
    return Server.ONE.port();
  }

  static Connection connect(PostgresAddress address) throws SQLException {
    return DriverManager.getConnection(address.url(), address.user(), address.password());
  }

  private static PostgresAddress address(String database) {
    return Server.ONE.address(database);
  }
}
