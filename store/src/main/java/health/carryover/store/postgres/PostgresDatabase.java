package health.carryover.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.migration.SchemaMigration;
import health.carryover.store.sql.Database;
import health.carryover.store.sql.SqlConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One schema of a PostgreSQL database: one connection that holds the claim and writes, a few that
 * read. Any thread.
 */
final class PostgresDatabase implements Database {
  private static final int READERS = 8;
  private static final int WRITER_PATIENCE_SECONDS = 30;
  private static final Duration CLAIM_PAUSE = Duration.ofMillis(100);

  private final String name;
  private final String schema;
  private final PostgresClaim claim;
  private final PostgresSources sources;
  private final PostgresGate gate;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Semaphore reading = new Semaphore(READERS, true);
  private @Nullable Session writer;
  private @Nullable HikariDataSource readers;
  private boolean alone;
  private long epoch;
  private volatile boolean displaced;
  private volatile @Nullable String complaint;
  private volatile boolean closed;

  PostgresDatabase(
      String name, String schema, PostgresClaim claim, PostgresAddress address, PostgresGate gate) {
    this.name = name;
    this.gate = gate;
    this.schema = schema;
    this.claim = claim;
    this.sources = new PostgresSources(address, schema);
  }

  String schema() {
    return schema;
  }

  /**
   * Takes the claim; nothing is changed yet.
   *
   * @param whileInUse asked again and again while another service has it: whether to go on waiting
   * @throws StoreUnavailableException if another service has it and nobody waits any more
   */
  void claim(BooleanSupplier whileInUse) throws SQLException, InterruptedException {
    Connection connection = sources.writer().getConnection();
    boolean taken = false;
    try {
      PostgresQueries.makeCommitsDurable(connection);
      while (!taken(connection)) {
        if (!whileInUse.getAsBoolean()) {
          throw inUse();
        }
        Thread.sleep(CLAIM_PAUSE.toMillis());
      }
      taken = true;
      writer = new Session(connection, new SqlConnection(connection));
    } finally {
      if (!taken) {
        closeQuietly(connection);
      }
    }
  }

  private boolean taken(Connection connection) throws SQLException {
    alone = claim.take(connection);
    return alone || (gate.isShared() && claim.takeShared(connection));
  }

  /** Brings the schema up to date and starts to serve. Who is not alone changes nothing. */
  void begin(SchemaMigration migration) throws SQLException {
    Session session = session();
    PostgresQueries.requireUsable(session.connection());
    if (alone) {
      migration.migrate(sources.migration());
    } else {
      migration.requireCurrent(sources.migration());
    }
    session.connection().setAutoCommit(false);
    epoch =
        alone
            ? PostgresQueries.nextEpoch(session.connection())
            : PostgresQueries.epoch(session.connection());
    session.connection().commit();
    if (gate.isShared()) {
      if (alone) {
        claim.share(session.connection());
      }
      PostgresQueries.endWhatStandsStill(session.connection());
      session.connection().commit();
    }
    readers = sources.readers(READERS);
  }

  /** Takes the claim again after the connection was lost. */
  private Session reconnect() throws SQLException {
    Connection connection = sources.writer().getConnection();
    boolean usable = false;
    try {
      PostgresQueries.makeCommitsDurable(connection);
      boolean taken = gate.isShared() ? claim.takeShared(connection) : claim.take(connection);
      requireSameEpoch(connection);
      if (!taken) {
        // The server may not have noticed yet that the connection before this one is gone.
        throw inUse();
      }
      if (gate.isShared()) {
        PostgresQueries.endWhatStandsStill(connection);
      }
      connection.setAutoCommit(false);
      usable = true;
      return new Session(connection, new SqlConnection(connection));
    } finally {
      if (!usable) {
        closeQuietly(connection);
      }
    }
  }

  private RuntimeException inUse() {
    return complain(
        new StoreUnavailableException(
            "the " + name + " is in use by another service",
            new SQLException("the claim is taken", PostgresFailures.IN_USE)));
  }

  /** What this process believes about the data is true only if nobody else wrote meanwhile. */
  private void requireSameEpoch(Connection connection) throws SQLException {
    if (PostgresQueries.epoch(connection) != epoch) {
      displaced = true;
      throw complain(
          new IllegalStateException(
              "another service took over the " + name + ": this one must be started again"));
    }
  }

  @Override
  public boolean displaced() {
    if (!displaced && !closed) {
      try {
        change(connection -> {});
      } catch (StoreUnavailableException | IllegalStateException notNow) {
        // What is known is in the field.
      }
    }
    return displaced || gate.isLost();
  }

  private Session session() throws SQLException {
    Session session = writer == null ? reconnect() : writer;
    writer = session;
    return session;
  }

  @Override
  public <T> T write(Work<T> work) {
    return transact(
        statements -> {
          gate.enter(statements);
          return work.with(statements);
        });
  }

  @Override
  public <T> T writeDerived(Work<T> work) {
    return transact(
        statements -> {
          statements.set(PostgresQueries.COMMIT_WITHOUT_WAITING);
          gate.enterUnnumbered(statements);
          return work.with(statements);
        });
  }

  private <T> T transact(Work<T> work) {
    lockWriting();
    try {
      requireOpen();
      Session session = session();
      boolean committing = false;
      try {
        String transaction = PostgresQueries.begin(session.connection());
        T result = work.with(session.statements());
        committing = true;
        commit(session, transaction);
        complaint = null;
        return result;
      } finally {
        if (!committing) {
          undo(session);
        }
      }
    } catch (SQLException e) {
      throw complain(PostgresFailures.of(name, "written", e));
    } finally {
      writing.unlock();
    }
  }

  private void lockWriting() {
    try {
      if (writing.tryLock() || writing.tryLock(WRITER_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new StoreUnavailableException(
        "the " + name + " cannot be written now: it is busy",
        new SQLException("busy", PostgresFailures.IN_USE));
  }

  /**
   * Commits. If the connection breaks before the answer, the server is asked what became of the
   * transaction: calling it failed although it is stored would have its entries taken for copies.
   */
  private void commit(Session session, String transaction) throws SQLException {
    try {
      session.connection().commit();
    } catch (SQLException e) {
      if (!PostgresFailures.leavesOutcomeOpen(e)) {
        undo(session);
        throw e;
      }
      drop(session);
      // Said now: a server that is away gives its verdict when it is back.
      complain(PostgresFailures.of(name, "written", e));
      if (!new PostgresVerdict(sources, () -> closed).committed(transaction)) {
        throw e;
      }
    }
  }

  /** Rolls back; a connection that cannot even do that is replaced with the next transaction. */
  private void undo(Session session) {
    try {
      session.connection().rollback();
    } catch (SQLException e) {
      drop(session);
    }
  }

  private void drop(Session session) {
    writer = null;
    closeQuietly(session.connection());
  }

  @Override
  public <T> T read(Work<T> work) {
    reading.acquireUninterruptibly();
    try {
      requireOpen();
      HikariDataSource pool = readers;
      if (pool == null) {
        throw new IllegalStateException("the " + name + " is not open yet");
      }
      try {
        return read(pool, work);
      } catch (SQLException e) {
        if (!PostgresFailures.isOfConnection(e)) {
          throw e;
        }
        // A server that was restarted leaves a pool of dead connections: one of them is no news.
        pool.getHikariPoolMXBean().softEvictConnections();
        return read(pool, work);
      }
    } catch (SQLException e) {
      throw PostgresFailures.of(name, "read", e);
    } finally {
      reading.release();
    }
  }

  private static <T> T read(HikariDataSource pool, Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return work.with(new SqlConnection(connection));
    }
  }

  private RuntimeException complain(RuntimeException failure) {
    complaint = failure.getMessage();
    return failure;
  }

  @Override
  public Optional<String> complaint() {
    return Optional.ofNullable(complaint);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the " + name + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    writing.lock();
    try {
      reading.acquireUninterruptibly(READERS);
      try {
        if (readers != null) {
          readers.close();
          readers = null;
        }
        if (writer != null) {
          giveBack(writer);
          drop(writer);
        }
      } finally {
        reading.release(READERS);
      }
    } finally {
      writing.unlock();
    }
  }

  /** At once; the end of the connection would do it too, but the server takes its time. */
  private void giveBack(Session session) {
    try {
      claim.giveBack(session.connection());
    } catch (SQLException e) {
      // Then the end of the connection does it.
    }
  }

  /** What was committed is safe by now: a failure to close loses nothing. */
  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing can be done about it, and nothing depends on it.
    }
  }

  /** The connection that holds the claim. */
  private record Session(Connection connection, SqlConnection statements) {}
}
