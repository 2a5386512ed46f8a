package health.carryover.store.sql;

import health.carryover.analysis.port.StoreUnavailableException;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;

/** Reads every row of every table of a PostgreSQL database. */
public final class ReadThrough {
  private ReadThrough() {}

  /**
   * The first table that cannot be read to its end.
   *
   * @throws StoreUnavailableException if the database cannot be read now
   */
  public static Optional<String> unreadable(Database database) {
    List<String> tables =
        database.read(connection -> List.copyOf(TableColumns.of(connection).keySet()));
    for (String table : tables) {
      try {
        database.read(
            connection -> {
              // As text, so that values which lie outside of the row are fetched.
              String sql = "SELECT SUM(LENGTH(t::text)) FROM " + table + " t";
              try (ResultSet found = connection.prepare(sql).executeQuery()) {
                return found.next();
              }
            });
      } catch (IllegalStateException damaged) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }
}
