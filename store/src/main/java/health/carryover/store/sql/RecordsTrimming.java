package health.carryover.store.sql;

import health.carryover.store.sql.Trimming.Rest;
import health.carryover.store.sql.Trimming.Step;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes rows of the records. The newest row of a table stays whose next number is the highest
 * plus one, so that no number is given twice.
 */
final class RecordsTrimming {
  /** Ended, published, and nobody waits to be told of it. */
  private static final String ENDED_ALERTS =
      """
      SELECT a.alert FROM alerts a
      WHERE NOT a.open AND a.known_at < ? AND a.newest_change <= ?
        AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.alert = a.alert
          AND n.state = 'waiting')
        AND NOT EXISTS (SELECT 1 FROM alert_acts x WHERE x.alert = a.alert
          AND x.id = (SELECT MAX(id) FROM alert_acts))
      ORDER BY a.newest_change LIMIT ?""";

  private static final String OUTCOMES_OF_ALERT =
      "SELECT patient, ordinal FROM alert_changes WHERE alert = ?";
  private static final String REMOVE_OUTCOME =
      "DELETE FROM outcomes WHERE patient = ? AND ordinal = ?";
  private static final List<String> REMOVE_ALERT =
      List.of("DELETE FROM alerts WHERE alert = ?", "DELETE FROM alert_changes WHERE alert = ?");

  /** Dealt with by name, or kept for a time of its own. */
  private static final Set<String> NAMED_HERE = Set.of("alerts", "alert_changes", "notifications");

  private static final String SETTLED_NOTIFICATIONS =
      """
      SELECT n.id FROM notifications n
      WHERE n.decided_at < ? AND n.state <> 'waiting' AND n.id < (SELECT MAX(id) FROM notifications)
        AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.alert = n.alert AND a.open)
      ORDER BY n.id LIMIT ?""";
  private static final String REMOVE_NOTIFICATION = "DELETE FROM notifications WHERE id = ?";

  private static final String OLDEST_ACCESSES =
      """
      SELECT id, happened_at FROM access_log
      WHERE id < (SELECT MAX(id) FROM access_log) ORDER BY id LIMIT ?""";
  private static final String REMOVE_ACCESS = "DELETE FROM access_log WHERE id = ?";

  private final Database records;
  private final Set<String> alertReaders;
  private final JournalTrimming journal;

  RecordsTrimming(Database records, Set<String> alertReaders, JournalTrimming journal) {
    this.records = records;
    this.alertReaders = Set.copyOf(alertReaders);
    this.journal = journal;
  }

  Step step(RetainedStream stream, Instant before, int most) {
    long trimmed =
        switch (stream) {
          case ALERTS -> alerts(before, most);
          case NOTIFICATIONS -> notifications(before, most);
          case ACCESS_LOG -> accesses(before, most);
          case HEART_RATE, SESSION, PAIN, RECOVERY, SAFETY, OPEN_WEARABLES, STATUS, QUARANTINE ->
              throw new IllegalArgumentException("is not in the records");
        };
    return new Step(trimmed, trimmed == most ? Rest.MORE : Rest.NOTHING);
  }

  private long alerts(Instant before, int most) {
    // A monitor that is behind says again what it said before: it must find its words taken.
    Instant readBefore = journal.readBefore();
    Instant known = readBefore.isBefore(before) ? readBefore : before;
    return records.write(
        connection -> {
          List<String> ended = ended(connection, known, most);
          if (!ended.isEmpty()) {
            connection.prepare(AlertTables.KEEP_LAST_CHANGE).executeUpdate();
          }
          List<String> aboutAlerts = ended.isEmpty() ? List.of() : aboutAlerts(connection);
          for (String alert : ended) {
            remove(connection, alert, aboutAlerts);
          }
          return (long) ended.size();
        });
  }

  private List<String> ended(SqlConnection connection, Instant known, int most)
      throws SQLException {
    long told = Long.MAX_VALUE;
    for (String reader : alertReaders) {
      told = Math.min(told, SqlOffsets.of(connection, reader));
    }
    PreparedStatement select = connection.prepare(ENDED_ALERTS);
    select.setLong(1, Bounds.millis(known));
    select.setLong(2, told);
    select.setInt(3, most);
    List<String> ended = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        ended.add(found.getString(1));
      }
    }
    return ended;
  }

  private record Outcome(String patient, long ordinal) {}

  /** How to remove what tables keep of an alert, whoever added them. */
  private static List<String> aboutAlerts(SqlConnection connection) throws SQLException {
    List<String> removals = new ArrayList<>();
    for (Map.Entry<String, Set<String>> table : TableColumns.of(connection).entrySet()) {
      if (table.getValue().contains("alert") && !NAMED_HERE.contains(table.getKey())) {
        removals.add("DELETE FROM " + table.getKey() + " WHERE alert = ?");
      }
    }
    return removals;
  }

  private static void remove(SqlConnection connection, String alert, List<String> aboutAlerts)
      throws SQLException {
    PreparedStatement select = connection.prepare(OUTCOMES_OF_ALERT);
    select.setString(1, alert);
    List<Outcome> outcomes = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        outcomes.add(new Outcome(found.getString(1), found.getLong(2)));
      }
    }
    for (String sql : aboutAlerts) {
      run(connection, sql, alert);
    }
    for (String sql : REMOVE_ALERT) {
      run(connection, sql, alert);
    }
    PreparedStatement remove = connection.prepare(REMOVE_OUTCOME);
    for (Outcome outcome : outcomes) {
      remove.setString(1, outcome.patient());
      remove.setLong(2, outcome.ordinal());
      remove.executeUpdate();
    }
  }

  private static void run(SqlConnection connection, String sql, String alert) throws SQLException {
    PreparedStatement statement = connection.prepare(sql);
    statement.setString(1, alert);
    statement.executeUpdate();
  }

  private long notifications(Instant before, int most) {
    return records.write(
        connection -> {
          PreparedStatement select = connection.prepare(SETTLED_NOTIFICATIONS);
          select.setLong(1, before.toEpochMilli());
          select.setInt(2, most);
          List<Long> ids = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              ids.add(found.getLong(1));
            }
          }
          return remove(connection.prepare(REMOVE_NOTIFICATION), ids);
        });
  }

  private long accesses(Instant before, int most) {
    return records.write(
        connection -> {
          PreparedStatement select = connection.prepare(OLDEST_ACCESSES);
          select.setInt(1, most);
          List<Long> ids = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next() && found.getLong(2) < before.toEpochMilli()) {
              ids.add(found.getLong(1));
            }
          }
          return remove(connection.prepare(REMOVE_ACCESS), ids);
        });
  }

  private static long remove(PreparedStatement delete, List<Long> ids) throws SQLException {
    for (long id : ids) {
      delete.setLong(1, id);
      delete.executeUpdate();
    }
    return ids.size();
  }
}
