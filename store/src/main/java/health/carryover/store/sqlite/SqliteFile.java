package health.carryover.store.sqlite;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.migration.SchemaMigration;
import health.carryover.store.sql.Database;
import health.carryover.store.sql.SqlConnection;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

/**
 * One database file: one writer at a time, a few readers beside it. Any thread.
 *
 * <p>Readers see what was committed when they began and never wait for the writer.
 */
final class SqliteFile implements Database {
  /** SQLite's name for a 64-bit key that is the row's own address. */
  static final String KEY_TYPE = "INTEGER";

  private static final int READERS = 4;
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int LOG_ATTEMPTS = 6;
  private static final int KEPT_LOG_BYTES = 64 * 1024 * 1024;

  /** From so many pages on, 64 MiB, a commit moves the log itself: if nobody else does. */
  private static final String MOVE_LONG_LOG = "PRAGMA wal_autocheckpoint = 16384";

  private final String name;
  private final SQLiteDataSource source;
  private final ReentrantLock writing = new ReentrantLock();
  private final Semaphore reading = new Semaphore(READERS, true);
  private final BlockingQueue<SqlConnection> idleReaders = new ArrayBlockingQueue<>(READERS);
  private final LogMover mover = new LogMover(this::connect, writing);
  private @Nullable SqlConnection writer;
  private Commit inEffect = Commit.SYNCED;
  private volatile @Nullable String complaint;
  private volatile boolean closed;

  private SqliteFile(String name, SQLiteDataSource source) {
    this.name = name;
    this.source = source;
  }

  /**
   * Opens {@code file}, making it if it is not there, and brings its schema up to date.
   *
   * @param name what error messages call it
   */
  static SqliteFile open(Path file, String name, SchemaMigration schema) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setJournalSizeLimit(KEPT_LOG_BYTES);
    // Nobody asks for them, and each statement would be followed by another that does.
    config.setGetGeneratedKeys(false);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    SqliteFile opened = new SqliteFile(name, source);
    try {
      // Before the migration, whose messages would hide that the file cannot be opened at all.
      opened.writer = opened.connect();
      schema.migrate(source);
      opened.mover.start();
      return opened;
    } catch (RuntimeException | SQLException e) {
      opened.close();
      throw e;
    }
  }

  private SqlConnection connect() throws SQLException {
    SqlConnection connection = new SqlConnection(source.getConnection());
    connection.set(MOVE_LONG_LOG);
    return connection;
  }

  @Override
  public <T> T write(Work<T> work) {
    return write(work, Commit.SYNCED);
  }

  @Override
  public <T> T writeDerived(Work<T> work) {
    return write(work, Commit.UNSYNCED);
  }

  /** Whether a commit waits for the disk; one that does makes every one before it durable too. */
  private enum Commit {
    SYNCED("PRAGMA synchronous = FULL"),
    UNSYNCED("PRAGMA synchronous = NORMAL");

    private final String pragma;

    Commit(String pragma) {
      this.pragma = pragma;
    }
  }

  private <T> T write(Work<T> work, Commit commit) {
    writing.lock();
    try {
      requireOpen();
      SqlConnection connection = writerThat(commit);
      boolean committed = false;
      try {
        connection.execute("BEGIN IMMEDIATE");
        T result = work.with(connection);
        connection.execute("COMMIT");
        committed = true;
        complaint = null;
        return result;
      } finally {
        if (!committed) {
          undo(connection);
        }
      }
    } catch (SQLException e) {
      throw complain(failure("written", e));
    } finally {
      writing.unlock();
    }
  }

  private SqlConnection writerThat(Commit commit) throws SQLException {
    SqlConnection connection = writer;
    if (connection == null) {
      connection = connect();
      writer = connection;
      inEffect = Commit.SYNCED;
    }
    if (inEffect != commit) {
      connection.set(commit.pragma);
      inEffect = commit;
    }
    return connection;
  }

  /** Rolls back; a connection that cannot even do that is replaced with the next transaction. */
  private void undo(SqlConnection connection) {
    try {
      connection.execute("ROLLBACK");
    } catch (SQLException e) {
      writer = null;
      closeQuietly(connection);
    }
  }

  @Override
  public <T> T read(Work<T> work) {
    reading.acquireUninterruptibly();
    try {
      requireOpen();
      SqlConnection connection = idleReaders.poll();
      if (connection == null) {
        connection = connect();
        connection.execute("PRAGMA query_only = on");
      }
      boolean usable = false;
      try {
        T result = work.with(connection);
        usable = true;
        return result;
      } finally {
        if (usable && !closed) {
          idleReaders.add(connection);
        } else {
          closeQuietly(connection);
        }
      }
    } catch (SQLException e) {
      throw failure("read", e);
    } finally {
      reading.release();
    }
  }

  /**
   * Writes every page anew, because what was removed lives on in pages that were divided, and cuts
   * the log off.
   */
  @Override
  public void wipe() {
    mover.holdStill();
    writing.lock();
    try {
      requireOpen();
      // One of its own: no statement may be under way on it.
      try (SqlConnection connection = connect()) {
        connection.execute("VACUUM");
        cutLogOff(connection);
      }
    } catch (SQLException e) {
      throw failure("wiped", e);
    } finally {
      writing.unlock();
      mover.goOn();
    }
  }

  /** Readers keep the log while they read; each of them is done soon. */
  private void cutLogOff(SqlConnection connection) throws SQLException {
    for (int attempt = 1; attempt <= LOG_ATTEMPTS; attempt++) {
      try (ResultSet busy = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").executeQuery()) {
        if (busy.next() && busy.getInt(1) == 0) {
          return;
        }
      }
    }
    throw new StoreUnavailableException(
        "the " + name + " cannot be wiped now: another program reads it",
        new SQLException("the log is in use"));
  }

  private RuntimeException complain(RuntimeException failure) {
    complaint = failure.getMessage();
    return failure;
  }

  @Override
  public Optional<String> complaint() {
    return Optional.ofNullable(complaint);
  }

  /** Never: the lock of the folder cannot be lost while the process lives. */
  @Override
  public boolean displaced() {
    return false;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the " + name + " is closed");
    }
  }

  private RuntimeException failure(String verb, SQLException e) {
    if (e instanceof SQLiteException failure) {
      return switch (failure.getResultCode().code & PRIMARY_CODE) {
        case BUSY, LOCKED, NO_MEMORY, READ_ONLY, IO_ERROR, FULL, CANNOT_OPEN ->
            new StoreUnavailableException(
                "the " + name + " cannot be " + verb + " now: " + failure.getResultCode(), e);
        default ->
            new IllegalStateException(
                "the " + name + " cannot be " + verb + ": " + failure.getResultCode(), e);
      };
    }
    return new IllegalStateException("the " + name + " cannot be " + verb, e);
  }

  // The low byte of every extended result code is its primary code (sqlite.org/rescode.html).
  private static final int PRIMARY_CODE = 0xFF;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int NO_MEMORY = 7;
  private static final int READ_ONLY = 8;
  private static final int IO_ERROR = 10;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;

  @Override
  public void close() {
    mover.close();
    writing.lock();
    try {
      closed = true;
      reading.acquireUninterruptibly(READERS);
      try {
        idleReaders.forEach(SqliteFile::closeQuietly);
        idleReaders.clear();
        if (writer != null) {
          closeQuietly(writer);
          writer = null;
        }
      } finally {
        reading.release(READERS);
      }
    } finally {
      writing.unlock();
    }
  }

  /** What was committed is safe by now: a failure to close loses nothing. */
  private static void closeQuietly(SqlConnection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing can be done about it, and nothing depends on it.
    }
  }
}
