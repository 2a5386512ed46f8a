package health.carryover.store.postgres;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.sql.Database;
import health.carryover.store.sql.ReadThrough;
import health.carryover.store.sql.StoreOpenException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A look at a database that a service may be using. */
public final class PostgresInspection {
  private PostgresInspection() {}

  /**
   * What is wrong with the first table that cannot be read; empty if all can, or if no service has
   * used the database yet. Has the server read every row, with whatever lies outside of its page,
   * which takes its time; a server with data checksums compares those too.
   *
   * @throws StoreUnavailableException if the server cannot be asked now
   */
  public static Optional<String> damage(PostgresAddress address) {
    try (PostgresSnapshot snapshot = PostgresSnapshot.open(address)) {
      for (Map.Entry<String, Database> one : new TreeMap<>(snapshot.databases()).entrySet()) {
        Optional<String> table = ReadThrough.unreadable(one.getValue());
        if (table.isPresent()) {
          return Optional.of(one.getKey() + "." + table.get() + " is damaged");
        }
      }
      return Optional.empty();
    } catch (StoreOpenException nothingThere) {
      return Optional.empty();
    }
  }
}
