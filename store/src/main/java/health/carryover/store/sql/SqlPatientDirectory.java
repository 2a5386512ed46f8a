package health.carryover.store.sql;

import health.carryover.analysis.port.PatientDirectory;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The patients' names in the records. */
final class SqlPatientDirectory implements PatientDirectory {
  private static final String PUT =
      """
      INSERT INTO patients (id, clinic, display_name, added_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET clinic = excluded.clinic,
        display_name = excluded.display_name, added_at = excluded.added_at""";
  private static final String ONE =
      "SELECT id, clinic, display_name, added_at FROM patients WHERE id = ?";
  private static final String OF_CLINIC =
      "SELECT id, clinic, display_name, added_at FROM patients WHERE clinic = ?";

  private final Database database;

  SqlPatientDirectory(Database database) {
    this.database = database;
  }

  @Override
  public void put(Patient patient) {
    database.change(
        connection -> {
          PreparedStatement put = connection.prepare(PUT);
          put.setString(1, patient.id());
          put.setString(2, patient.clinic());
          put.setString(3, patient.displayName());
          put.setLong(4, patient.addedAt().toEpochMilli());
          put.executeUpdate();
        });
  }

  @Override
  public Optional<Patient> patient(String id) {
    return database.read(connection -> select(connection, ONE, id)).stream().findFirst();
  }

  @Override
  public List<Patient> patients(String clinic) {
    List<Patient> patients = database.read(connection -> select(connection, OF_CLINIC, clinic));
    patients.sort(BY_NAME);
    return patients;
  }

  private static List<Patient> select(SqlConnection connection, String sql, String key)
      throws SQLException {
    PreparedStatement select = connection.prepare(sql);
    select.setString(1, key);
    List<Patient> patients = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        patients.add(
            new Patient(
                found.getString(1),
                found.getString(2),
                found.getString(3),
                Instant.ofEpochMilli(found.getLong(4))));
      }
    }
    return patients;
  }
}
