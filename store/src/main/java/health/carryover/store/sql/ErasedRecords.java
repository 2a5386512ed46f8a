package health.carryover.store.sql;

import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonTraces;
import health.carryover.analysis.port.PersonTraces.Device;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Erasure from the records. What names an alert goes before alerts, and those before outcomes. */
final class ErasedRecords {
  private static final int AT_ONCE = 1_000;

  private static final String ALERTS_OF_PATIENT =
      "IN (SELECT alert FROM alert_changes WHERE patient = ?)";
  private static final String EMPTY_AUDIT_OF_ALERTS =
      "UPDATE audit SET subject = '"
          + PersonErasure.ERASED_SUBJECT
          + "' WHERE subject "
          + ALERTS_OF_PATIENT;
  private static final String EMPTY_AUDIT =
      "UPDATE audit SET subject = '" + PersonErasure.ERASED_SUBJECT + "' WHERE subject = ?";

  private static final String EMPTY_ACCESS_LOG =
      """
      UPDATE access_log SET patient = 'erased', subject = NULL
      WHERE patient = ? OR subject = ?""";

  /** Each deletes what is the patient's, in an order that every reference allows. */
  private static final List<Part> PARTS =
      List.of(
          new Part("notifications", "DELETE FROM notifications WHERE patient = ?"),
          new Part("newest_assessments", "DELETE FROM newest_assessments WHERE patient = ?"),
          new Part("assessments", "DELETE FROM assessments WHERE patient = ?"),
          new Part("handling", "DELETE FROM handling WHERE alert " + ALERTS_OF_PATIENT),
          new Part("alert_acts", "DELETE FROM alert_acts WHERE alert " + ALERTS_OF_PATIENT),
          new Part("alerts", "DELETE FROM alerts WHERE patient = ?"),
          new Part("alert_changes", "DELETE FROM alert_changes WHERE patient = ?"),
          new Part("outcomes", "DELETE FROM outcomes WHERE patient = ?"),
          new Part("monitor_snapshots", "DELETE FROM monitor_snapshots WHERE patient = ?"),
          new Part("patient_tags", "DELETE FROM patient_tags WHERE patient = ?"),
          new Part("patient_people", "DELETE FROM patient_people WHERE patient = ?"),
          new Part("patient_reviews", "DELETE FROM patient_reviews WHERE patient = ?"),
          new Part("patients", "DELETE FROM patients WHERE id = ?"));

  /** Each is dealt with by name. */
  private static final Set<String> NAMED_HERE =
      Set.of(
          "access_log",
          "alert_changes",
          "alerts",
          "assessments",
          "enrolment_changes",
          "handling",
          "heart_rate_blocks",
          "monitor_snapshots",
          "newest_assessments",
          "outcomes");

  private static final String SOME_BLOCKS =
      """
      DELETE FROM heart_rate_blocks WHERE sequence IN (
        SELECT sequence FROM heart_rate_blocks WHERE patient = ? LIMIT ?)""";

  private static final String FREE_SHARED_DEVICES =
      "UPDATE enrolment_changes SET patient = NULL WHERE patient = ?";
  private static final String REMOVE_ENROLMENTS =
      "DELETE FROM enrolment_changes WHERE clinic = ? AND device = ?";
  private static final String REMOVE_CREDENTIAL =
      "DELETE FROM device_credentials WHERE clinic = ? AND device = ?";
  private static final String REMOVE_CURSOR =
      "DELETE FROM device_cursors WHERE clinic = ? AND device = ?";

  private final Database database;

  ErasedRecords(Database database) {
    this.database = database;
  }

  private record Part(String table, String sql) {}

  /** Makes the person's devices nobody's. */
  static Map<String, Long> takeDevicesBack(SqlConnection connection, PersonTraces person)
      throws SQLException {
    Map<String, Long> removed = new TreeMap<>();
    for (Device device : person.own()) {
      note(removed, "enrolment_changes", remove(connection, REMOVE_ENROLMENTS, device));
      note(removed, "device_credentials", remove(connection, REMOVE_CREDENTIAL, device));
    }
    // The row stays: without it the device would fall back to whoever wore it before.
    note(removed, "enrolment_changes", run(connection, FREE_SHARED_DEVICES, person.patient()));
    return removed;
  }

  Map<String, Long> erase(PersonTraces person) {
    Map<String, Long> removed = new TreeMap<>();
    for (long some = AT_ONCE; some == AT_ONCE; ) {
      some = database.write(connection -> someBlocks(connection, person.patient()));
      note(removed, "heart_rate_blocks", some);
    }
    database.change(
        connection -> {
          Map<String, Long> rest = takeDevicesBack(connection, person);
          connection.prepare(AlertTables.KEEP_LAST_CHANGE).executeUpdate();
          removeFromOthers(connection, person.patient(), rest);
          run(connection, EMPTY_AUDIT_OF_ALERTS, person.patient());
          run(connection, EMPTY_AUDIT, person.patient());
          emptyAccessLog(connection, person);
          for (Part part : PARTS) {
            note(rest, part.table(), run(connection, part.sql(), person.patient()));
          }
          for (Device device : person.own()) {
            note(rest, "device_cursors", remove(connection, REMOVE_CURSOR, device));
          }
          rest.forEach((kind, rows) -> removed.merge(kind, rows, Long::sum));
        });
    return removed;
  }

  /** What tables keep of the person or of an alert that nothing here names. */
  private static void removeFromOthers(
      SqlConnection connection, String patient, Map<String, Long> removed) throws SQLException {
    for (Map.Entry<String, Set<String>> table : TableColumns.of(connection).entrySet()) {
      String name = table.getKey();
      if (NAMED_HERE.contains(name)) {
        continue;
      }
      if (table.getValue().contains("alert")) {
        String sql = "DELETE FROM " + name + " WHERE alert " + ALERTS_OF_PATIENT;
        note(removed, name, run(connection, sql, patient));
      }
      if (table.getValue().contains("patient")) {
        note(removed, name, run(connection, "DELETE FROM " + name + " WHERE patient = ?", patient));
      }
    }
  }

  private static void emptyAccessLog(SqlConnection connection, PersonTraces person)
      throws SQLException {
    PreparedStatement empty = connection.prepare(EMPTY_ACCESS_LOG);
    empty.setString(1, person.patient());
    empty.setString(2, person.patient());
    empty.executeUpdate();
    for (Device device : person.own()) {
      empty.setString(2, device.id());
      empty.executeUpdate();
    }
  }

  private static long someBlocks(SqlConnection connection, String patient) throws SQLException {
    PreparedStatement delete = connection.prepare(SOME_BLOCKS);
    delete.setString(1, patient);
    delete.setInt(2, AT_ONCE);
    return delete.executeUpdate();
  }

  private static void note(Map<String, Long> removed, String table, long rows) {
    if (rows > 0) {
      removed.merge("records." + table, rows, Long::sum);
    }
  }

  private static long run(SqlConnection connection, String sql, String patient)
      throws SQLException {
    PreparedStatement statement = connection.prepare(sql);
    statement.setString(1, patient);
    return statement.executeUpdate();
  }

  private static long remove(SqlConnection connection, String sql, Device device)
      throws SQLException {
    PreparedStatement statement = connection.prepare(sql);
    statement.setString(1, device.clinic());
    statement.setString(2, device.id());
    return statement.executeUpdate();
  }
}
