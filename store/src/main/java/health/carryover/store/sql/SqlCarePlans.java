package health.carryover.store.sql;

import health.carryover.analysis.careplan.CarePlanField;
import health.carryover.analysis.careplan.CarePlanVersion;
import health.carryover.analysis.port.CarePlans;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Care plans in the records. */
final class SqlCarePlans implements CarePlans {
  private static final String KNOWN = "SELECT COUNT(*) FROM patients WHERE id = ?";
  private static final String INSERT =
      """
      INSERT INTO care_plan_versions (patient, version, person, saved_at, applies_from)
      VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";
  private static final String INSERT_CHANGE =
      "INSERT INTO care_plan_changes (patient, version, field, value) VALUES (?, ?, ?, ?)";
  private static final String VERSIONS =
      """
      SELECT version, person, saved_at, applies_from FROM care_plan_versions
      WHERE patient = ? ORDER BY version""";
  private static final String CHANGES =
      "SELECT version, field, value FROM care_plan_changes WHERE patient = ?";
  private static final String UNSENT =
      """
      SELECT v.patient, p.clinic, v.version FROM care_plan_versions v
      JOIN patients p ON p.id = v.patient
      WHERE v.sent_at IS NULL ORDER BY v.saved_at, v.patient, v.version LIMIT ?""";
  private static final String SENT =
      """
      UPDATE care_plan_versions SET sent_at = ?
      WHERE patient = ? AND version = ? AND sent_at IS NULL""";

  private final Database database;

  SqlCarePlans(Database database) {
    this.database = database;
  }

  @Override
  public List<CarePlanVersion> versions(String patient) {
    return database.read(connection -> versions(connection, patient));
  }

  @Override
  public Optional<Saved> save(String patient, Draft draft) {
    return database.write(
        connection -> {
          if (!known(connection, patient)) {
            return Optional.empty();
          }
          while (true) {
            List<CarePlanVersion> versions = versions(connection, patient);
            int newest = versions.size();
            Integer expected = draft.expectedVersion();
            if (expected != null && expected != newest) {
              return Optional.of(
                  new Overtaken(versions.isEmpty() ? null : versions.get(newest - 1)));
            }
            CarePlanVersion version = draft.numbered(newest + 1);
            if (insert(connection, patient, version)) {
              AuditTable.add(connection, draft.savedAt(), draft.person(), "care-plan", patient);
              return Optional.of(new Taken(version));
            }
            // Another service saved that number at the same moment: it is seen now.
          }
        });
  }

  private static boolean insert(SqlConnection connection, String patient, CarePlanVersion version)
      throws SQLException {
    PreparedStatement insert = connection.prepare(INSERT);
    insert.setString(1, patient);
    insert.setLong(2, version.number());
    insert.setString(3, version.person());
    insert.setLong(4, version.savedAt().toEpochMilli());
    insert.setLong(5, version.appliesFrom().toEpochMilli());
    if (insert.executeUpdate() == 0) {
      return false;
    }
    PreparedStatement change = connection.prepare(INSERT_CHANGE);
    for (Map.Entry<CarePlanField, String> each : version.changes().entrySet()) {
      change.setString(1, patient);
      change.setLong(2, version.number());
      change.setString(3, each.getKey().code());
      change.setString(4, each.getValue());
      change.executeUpdate();
    }
    return true;
  }

  @Override
  public List<Unsent> unsent(int limit) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(UNSENT);
          select.setInt(1, limit);
          List<String[]> found = new ArrayList<>();
          try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              found.add(new String[] {rows.getString(1), rows.getString(2), rows.getString(3)});
            }
          }
          List<Unsent> unsent = new ArrayList<>();
          for (String[] row : found) {
            int number = Integer.parseInt(row[2]);
            unsent.add(new Unsent(row[1], row[0], versions(connection, row[0]).get(number - 1)));
          }
          return unsent;
        });
  }

  @Override
  public void sent(String patient, int number, Instant at) {
    database.change(
        connection -> {
          PreparedStatement update = connection.prepare(SENT);
          update.setLong(1, at.toEpochMilli());
          update.setString(2, patient);
          update.setLong(3, number);
          update.executeUpdate();
        });
  }

  private static boolean known(SqlConnection connection, String patient) throws SQLException {
    PreparedStatement select = connection.prepare(KNOWN);
    select.setString(1, patient);
    try (ResultSet found = select.executeQuery()) {
      found.next();
      return found.getInt(1) > 0;
    }
  }

  private static List<CarePlanVersion> versions(SqlConnection connection, String patient)
      throws SQLException {
    Map<Integer, Map<CarePlanField, String>> changes = new HashMap<>();
    PreparedStatement select = connection.prepare(CHANGES);
    select.setString(1, patient);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        CarePlanField field = CarePlanField.ofCode(rows.getString(2)).orElse(null);
        if (field != null) {
          changes
              .computeIfAbsent(rows.getInt(1), n -> new EnumMap<>(CarePlanField.class))
              .put(field, rows.getString(3));
        }
      }
    }
    List<CarePlanVersion> versions = new ArrayList<>();
    PreparedStatement all = connection.prepare(VERSIONS);
    all.setString(1, patient);
    try (ResultSet rows = all.executeQuery()) {
      while (rows.next()) {
        versions.add(
            new CarePlanVersion(
                rows.getInt(1),
                rows.getString(2),
                Instant.ofEpochMilli(rows.getLong(3)),
                Instant.ofEpochMilli(rows.getLong(4)),
                changes.getOrDefault(rows.getInt(1), Map.of())));
      }
    }
    return versions;
  }
}
