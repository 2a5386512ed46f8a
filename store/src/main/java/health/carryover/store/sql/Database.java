package health.carryover.store.sql;

import health.carryover.analysis.port.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * One database as the SQL of this room needs it: one writer at a time, so that a number taken as
 * the highest plus one is above every number that anybody can see and becomes visible in its turn;
 * readers beside it that see what was committed. Any thread.
 *
 * <p>After {@link #close} every call throws {@link IllegalStateException}.
 */
public interface Database extends AutoCloseable {

  /**
   * Runs {@code work} in one durable transaction: when this returns it is on the disk, when it
   * throws nothing of it is.
   *
   * @throws StoreUnavailableException if it cannot be written now
   */
  <T> T write(Work<T> work);

  /**
   * Runs {@code work}, which stores what can be made anew from durable transactions, in one
   * transaction. When this returns everybody sees it and the death of this process does not undo
   * it. A power cut may: then this transaction and every one after it that was not durable are
   * undone together, so that what is left is how the database once was.
   *
   * @throws StoreUnavailableException if it cannot be written now
   */
  <T> T writeDerived(Work<T> work);

  /** As {@link #writeDerived}, for work without a result. */
  default void changeDerived(Change change) {
    writeDerived(
        connection -> {
          change.with(connection);
          return this;
        });
  }

  /** As {@link #write}, for work without a result. */
  default void change(Change change) {
    write(
        connection -> {
          change.with(connection);
          return this;
        });
  }

  /**
   * Runs {@code work} on a connection that does not write. Rows are fetched as they are asked for,
   * so that work which stops early costs little.
   *
   * @throws StoreUnavailableException if it cannot be read now
   */
  <T> T read(Work<T> work);

  /** Why nothing can be written now, in words for the operator; empty while it can. */
  Optional<String> complaint();

  /**
   * Whether another service has taken the database over, so that this one can never write again.
   * May ask the database, and may take seconds.
   */
  boolean displaced();

  /**
   * Makes what was removed unreadable in the database's files. Writers wait meanwhile, which takes
   * as long as copying the whole database. Does nothing where files are another program's.
   *
   * @throws StoreUnavailableException if it cannot be done now
   */
  default void wipe() {}

  /** Waits for what is running, then closes every connection. Closing again does nothing. */
  @Override
  void close();

  /**
   * Something to do with a connection.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  interface Work<T> {
    T with(SqlConnection connection) throws SQLException;
  }

  /** Something to change. */
  @FunctionalInterface
  interface Change {
    void with(SqlConnection connection) throws SQLException;
  }
}
