package health.carryover.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of a database and what their columns are called, whoever added them. */
final class TableColumns {
  private TableColumns() {}

  static Map<String, Set<String>> of(SqlConnection connection) throws SQLException {
    Map<String, Set<String>> byTable = new TreeMap<>();
    try (ResultSet tables =
        connection.metaData().getTables(null, connection.schema(), "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        String table = tables.getString("TABLE_NAME");
        if (table.matches("[a-z_]+") && !table.startsWith("sqlite_")) {
          byTable.put(table, new TreeSet<>());
        }
      }
    }
    for (Map.Entry<String, Set<String>> table : byTable.entrySet()) {
      try (ResultSet columns =
          connection
              .metaData()
              .getColumns(null, connection.schema(), table.getKey().replace("_", "\\_"), "%")) {
        while (columns.next()) {
          table.getValue().add(columns.getString("COLUMN_NAME"));
        }
      }
    }
    return byTable;
  }
}
