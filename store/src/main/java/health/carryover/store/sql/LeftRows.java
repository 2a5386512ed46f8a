package health.carryover.store.sql;

import health.carryover.analysis.port.PersonTraces;
import health.carryover.analysis.port.PersonTraces.Device;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/**
 * Rows that still name a person, looked for in every table there is: whoever adds a table need not
 * tell the search.
 */
final class LeftRows {
  private LeftRows() {}

  /** Adds what {@code connection} still has to {@code left}; gives it back. */
  static Map<String, Long> in(
      String store, SqlConnection connection, PersonTraces person, Map<String, Long> left)
      throws SQLException {
    for (Map.Entry<String, Set<String>> table : TableColumns.of(connection).entrySet()) {
      Set<String> columns = table.getValue();
      String name = table.getKey();
      long rows = 0;
      if (columns.contains("patient")) {
        rows += count(connection, name, "patient = ?", person.patient());
      }
      if (columns.contains("subject")) {
        rows += count(connection, name, "subject = ?", person.patient());
      }
      if (columns.contains("document")) {
        rows +=
            count(
                connection,
                name,
                "REPLACE(document, ?, '') <> document",
                inDocument(person.patient()));
      }
      if (columns.contains("device")) {
        for (Device device : person.own()) {
          rows +=
              columns.contains("clinic")
                  ? count(
                      connection, name, "clinic = ? AND device = ?", device.clinic(), device.id())
                  : count(connection, name, "device = ?", device.id());
        }
      }
      if (name.equals("patients")) {
        rows += count(connection, name, "id = ?", person.patient());
      }
      if (rows > 0) {
        left.merge(store + "." + name, rows, Long::sum);
      }
    }
    return left;
  }

  private static String inDocument(String patient) {
    return "\"patient\":\"" + patient + "\"";
  }

  /** One text for each table of the schema and each of a handful of conditions. */
  private static long count(
      SqlConnection connection, String table, String condition, String... values)
      throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT COUNT(*) FROM " + table + " WHERE " + condition);
    for (int i = 0; i < values.length; i++) {
      select.setString(i + 1, values[i]);
    }
    try (ResultSet found = select.executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }
}
