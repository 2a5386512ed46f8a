package health.carryover.store.move;

import health.carryover.store.migration.SchemaMigration;
import health.carryover.store.sql.SqlConnection;
import health.carryover.store.sql.UnfinishedMove;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One table as both databases have it.
 *
 * @param columns those of the key first, in its order, then the others by name
 * @param keys how many columns make the key
 * @param parents the tables whose rows its own name
 */
record Table(String name, List<Column> columns, int keys, Set<String> parents) {
  /** What databases keep for themselves. */
  private static final Set<String> OWN =
      Set.of(SchemaMigration.HISTORY, "writer_epoch", "members", "leases", UnfinishedMove.TABLE);

  private static final String INTERNAL_TO_SQLITE = "sqlite_";

  Table {
    columns = List.copyOf(columns);
    parents = Set.copyOf(parents);
    if (keys == 0) {
      throw new IllegalStateException("table " + name + " has no primary key");
    }
  }

  /** One column. */
  record Column(String name, ColumnKind kind) {}

  /** Every table of the program, each after those its rows name. */
  static List<Table> all(SqlConnection connection) throws SQLException {
    DatabaseMetaData about = connection.metaData();
    TreeMap<String, Table> waiting = new TreeMap<>();
    try (ResultSet found =
        about.getTables(null, connection.schema(), "%", new String[] {"TABLE"})) {
      while (found.next()) {
        String name = found.getString("TABLE_NAME");
        if (!OWN.contains(name) && !name.startsWith(INTERNAL_TO_SQLITE)) {
          waiting.put(name, of(connection, name));
        }
      }
    }
    List<Table> sorted = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Table next =
          waiting.values().stream()
              .filter(table -> table.parents().stream().noneMatch(waiting::containsKey))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("tables name each other in a ring"));
      sorted.add(next);
      waiting.remove(next.name());
    }
    return sorted;
  }

  private static Table of(SqlConnection connection, String name) throws SQLException {
    DatabaseMetaData about = connection.metaData();
    TreeMap<Integer, String> key = new TreeMap<>();
    try (ResultSet found = about.getPrimaryKeys(null, connection.schema(), name)) {
      while (found.next()) {
        key.put(found.getInt("KEY_SEQ"), found.getString("COLUMN_NAME"));
      }
    }
    List<String> ordered = List.copyOf(key.values());
    List<Column> columns = new ArrayList<>();
    try (ResultSet found = about.getColumns(null, connection.schema(), name, "%")) {
      while (found.next()) {
        // The name is taken for a pattern, in which an underscore stands for any letter.
        if (name.equals(found.getString("TABLE_NAME"))) {
          columns.add(
              new Column(
                  found.getString("COLUMN_NAME"), ColumnKind.of(found.getString("TYPE_NAME"))));
        }
      }
    }
    columns.sort(
        Comparator.comparingInt((Column column) -> place(ordered, column.name()))
            .thenComparing(Column::name));
    Set<String> parents = new TreeSet<>();
    try (ResultSet found = about.getImportedKeys(null, connection.schema(), name)) {
      while (found.next()) {
        parents.add(found.getString("PKTABLE_NAME"));
      }
    }
    parents.remove(name);
    return new Table(name, columns, ordered.size(), parents);
  }

  private static int place(List<String> key, String column) {
    int place = key.indexOf(column);
    return place < 0 ? key.size() : place;
  }

  String columnNames() {
    return String.join(", ", columns.stream().map(Column::name).toList());
  }

  String keyNames() {
    return String.join(", ", columns.subList(0, keys).stream().map(Column::name).toList());
  }

  String keyNamesDescending() {
    return String.join(
        ", ", columns.subList(0, keys).stream().map(column -> column.name() + " DESC").toList());
  }
}
