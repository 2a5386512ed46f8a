package health.carryover.store.sqlite;

import health.carryover.store.sql.SqlConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Moves what was committed from the write-ahead log into the database file, beside the writer. Left
 * to itself SQLite has the commit do it that finds 1,000 pages in the log: that commit, and all
 * that wait for it, then wait for megabytes and a second flush of the disk.
 *
 * <p>Most is moved while the writer goes on; then the writer waits until the little that came
 * meanwhile is moved too, for a log begins anew only when all of it was moved (sqlite.org/wal.html,
 * section 2.3). Owns one thread, which {@link #close} ends.
 */
final class LogMover implements AutoCloseable {
  private static final int PAGES = 1_000;
  private static final long LOOK_MILLIS = 20;

  /** Looks, and moves nothing. */
  private static final String LOOK = "PRAGMA wal_checkpoint(NOOP)";

  private static final String MOVE = "PRAGMA wal_checkpoint(PASSIVE)";

  /** Opens a connection. */
  @FunctionalInterface
  interface Connector {
    SqlConnection connect() throws SQLException;
  }

  private final Connector connector;
  private final ReentrantLock writing;

  /** Held while it looks and moves; nobody takes it who has {@link #writing}. */
  private final ReentrantLock moving = new ReentrantLock();

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "log-mover");
  private @Nullable SqlConnection connection;

  /**
   * @param writing held by whoever writes
   */
  LogMover(Connector connector, ReentrantLock writing) {
    this.connector = connector;
    this.writing = writing;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Waits until nothing is moved; nothing is then, until {@link #goOn}. Whoever writes must not.
   */
  void holdStill() {
    moving.lock();
  }

  void goOn() {
    moving.unlock();
  }

  private void run() {
    try {
      while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        moving.lock();
        try {
          look();
        } finally {
          moving.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop();
    }
  }

  /** A disk that fails is the writer's to tell of: it has to move a log that grows long. */
  private void look() {
    try {
      if (connection == null) {
        connection = connector.connect();
      }
      if (unmoved(connection, LOOK) < PAGES) {
        return;
      }
      unmoved(connection, MOVE);
      writing.lockInterruptibly();
      try {
        unmoved(connection, MOVE);
      } finally {
        writing.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      drop();
    }
  }

  /** Pages of the log that are not in the file afterwards. */
  private static int unmoved(SqlConnection connection, String how) throws SQLException {
    try (ResultSet found = connection.prepare(how).executeQuery()) {
      return found.next() ? found.getInt(2) - found.getInt(3) : 0;
    }
  }

  private void drop() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // Nothing depends on it.
    }
    connection = null;
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
