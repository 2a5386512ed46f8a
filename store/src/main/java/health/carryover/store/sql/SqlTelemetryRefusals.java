package health.carryover.store.sql;

import health.carryover.analysis.port.TelemetryRefusals;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** Refused readings in the records. */
final class SqlTelemetryRefusals implements TelemetryRefusals {
  private static final String PUT =
      """
      INSERT INTO refused_readings (sequence, readings, code) VALUES (?, ?, ?)
      ON CONFLICT (sequence) DO UPDATE SET readings = excluded.readings, code = excluded.code""";
  private static final String NEWEST =
      "SELECT sequence, readings, code FROM refused_readings ORDER BY sequence DESC LIMIT ?";
  private static final String SUM = "SELECT COALESCE(SUM(readings), 0) FROM refused_readings";

  private final Database database;

  SqlTelemetryRefusals(Database database) {
    this.database = database;
  }

  @Override
  public void note(List<Refusal> refusals) {
    if (refusals.isEmpty()) {
      return;
    }
    database.change(
        connection -> {
          PreparedStatement put = connection.prepare(PUT);
          for (Refusal refusal : refusals) {
            put.setLong(1, refusal.sequence());
            put.setInt(2, refusal.readings());
            put.setString(3, refusal.code());
            put.addBatch();
          }
          put.executeBatch();
        });
  }

  @Override
  public List<Refusal> newest(int limit) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(NEWEST);
          select.setInt(1, Math.max(0, limit));
          List<Refusal> refusals = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              refusals.add(new Refusal(found.getLong(1), found.getInt(2), found.getString(3)));
            }
          }
          return refusals;
        });
  }

  @Override
  public long readings() {
    return database.read(
        connection -> {
          try (ResultSet found = connection.prepare(SUM).executeQuery()) {
            found.next();
            return found.getLong(1);
          }
        });
  }
}
