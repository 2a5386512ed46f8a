package health.carryover.store.sql;

import health.carryover.analysis.port.MonitorSnapshots;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The monitors' snapshots in the records. */
final class SqlMonitorSnapshots implements MonitorSnapshots {
  private static final String PUT =
      """
      INSERT INTO monitor_snapshots (patient, sequence, state) VALUES (?, ?, ?)
      ON CONFLICT (patient) DO UPDATE SET sequence = excluded.sequence, state = excluded.state
      WHERE excluded.sequence >= monitor_snapshots.sequence""";
  private static final String MOVE_CHECKPOINT =
      """
      INSERT INTO monitor_checkpoint (id, sequence) VALUES (1, ?)
      ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence
      WHERE excluded.sequence > monitor_checkpoint.sequence""";
  private static final String LOAD =
      "SELECT sequence, state FROM monitor_snapshots WHERE patient = ?";
  private static final String PATIENTS = "SELECT patient FROM monitor_snapshots";
  private static final String CHECKPOINT =
      "SELECT COALESCE(MAX(sequence), 0) FROM monitor_checkpoint";

  private final Database database;

  SqlMonitorSnapshots(Database database) {
    this.database = database;
  }

  @Override
  public void save(List<MonitorSnapshot> snapshots, long checkpoint) {
    database.changeDerived(
        connection -> {
          put(connection, snapshots);
          PreparedStatement move = connection.prepare(MOVE_CHECKPOINT);
          move.setLong(1, checkpoint);
          move.executeUpdate();
        });
  }

  static void put(SqlConnection connection, List<MonitorSnapshot> snapshots) throws SQLException {
    PreparedStatement put = connection.prepare(PUT);
    for (MonitorSnapshot snapshot : snapshots) {
      put.setString(1, snapshot.patient());
      put.setLong(2, snapshot.sequence());
      put.setBytes(3, snapshot.state());
      put.addBatch();
    }
    put.executeBatch();
  }

  @Override
  public Optional<MonitorSnapshot> load(String patient) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(LOAD);
          select.setString(1, patient);
          try (ResultSet found = select.executeQuery()) {
            if (!found.next()) {
              return Optional.empty();
            }
            byte[] state = found.getBytes(2);
            return Optional.of(
                new MonitorSnapshot(
                    patient, found.getLong(1), state == null ? new byte[0] : state));
          }
        });
  }

  @Override
  public List<String> patients() {
    return database.read(
        connection -> {
          List<String> patients = new ArrayList<>();
          try (ResultSet found = connection.prepare(PATIENTS).executeQuery()) {
            while (found.next()) {
              patients.add(found.getString(1));
            }
          }
          return patients;
        });
  }

  @Override
  public long checkpoint() {
    return database.read(
        connection -> {
          try (ResultSet found = connection.prepare(CHECKPOINT).executeQuery()) {
            found.next();
            return found.getLong(1);
          }
        });
  }
}
