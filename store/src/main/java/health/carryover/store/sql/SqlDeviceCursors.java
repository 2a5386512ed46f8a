package health.carryover.store.sql;

import health.carryover.analysis.port.DeviceCursors;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cursors in the records, each as one small document. */
final class SqlDeviceCursors implements DeviceCursors {
  private static final String CONSUMER = "device-cursors";
  private static final String PUT =
      """
      INSERT INTO device_cursors (clinic, device, heard_at, document) VALUES (?, ?, ?, ?)
      ON CONFLICT (clinic, device) DO UPDATE
        SET heard_at = excluded.heard_at, document = excluded.document""";
  private static final String ONE =
      """
      SELECT clinic, device, heard_at, document FROM device_cursors
      WHERE clinic = ? AND device = ?""";
  private static final String NEWEST =
      """
      SELECT clinic, device, heard_at, document FROM device_cursors
      ORDER BY heard_at DESC, clinic, device LIMIT ?""";

  private final Database database;

  SqlDeviceCursors(Database database) {
    this.database = database;
  }

  @Override
  public void save(List<DeviceCursor> cursors, long checkpoint) {
    database.changeDerived(
        connection -> {
          PreparedStatement put = connection.prepare(PUT);
          for (DeviceCursor cursor : cursors) {
            put.setString(1, cursor.clinic());
            put.setString(2, cursor.device());
            put.setLong(3, cursor.heardAt().toEpochMilli());
            put.setString(4, document(cursor));
            put.addBatch();
          }
          put.executeBatch();
          SqlOffsets.advance(connection, CONSUMER, checkpoint);
        });
  }

  @Override
  public Optional<DeviceCursor> load(String clinic, String device) {
    return database
        .read(
            connection -> {
              PreparedStatement select = connection.prepare(ONE);
              select.setString(1, clinic);
              select.setString(2, device);
              return found(select);
            })
        .stream()
        .findFirst();
  }

  @Override
  public List<DeviceCursor> newest(int limit) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(NEWEST);
          select.setInt(1, limit);
          return found(select);
        });
  }

  @Override
  public long checkpoint() {
    return database.read(connection -> SqlOffsets.of(connection, CONSUMER));
  }

  private static List<DeviceCursor> found(PreparedStatement select) throws SQLException {
    List<DeviceCursor> cursors = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        cursors.add(
            cursor(
                found.getString(1),
                found.getString(2),
                Instant.ofEpochMilli(found.getLong(3)),
                DocumentText.parse(found.getString(4))));
      }
    }
    return cursors;
  }

  private static String document(DeviceCursor cursor) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("accepted", cursor.accepted());
    document.put("duplicates", cursor.duplicates());
    document.put("quarantined", cursor.quarantined());
    document.put("reasons", cursor.reasons());
    document.put(
        "runs",
        cursor.runs().stream()
            .map(
                run ->
                    Map.of(
                        "boot",
                        run.boot(),
                        "durableSeq",
                        run.durableSeq(),
                        "beyond",
                        run.beyond().stream()
                            .map(s -> List.of(s.firstInclusive(), s.lastInclusive()))
                            .toList()))
            .toList());
    return DocumentText.of(document);
  }

  private static DeviceCursor cursor(
      String clinic, String device, Instant heardAt, Map<String, @Nullable Object> document) {
    Map<String, Long> reasons = new LinkedHashMap<>();
    if (document.get("reasons") instanceof Map<?, ?> stored) {
      stored.forEach((code, times) -> reasons.put(String.valueOf(code), number(times)));
    }
    List<Run> runs = new ArrayList<>();
    for (Object stored : list(document.get("runs"))) {
      if (stored instanceof Map<?, ?> run) {
        runs.add(
            new Run(
                String.valueOf(run.get("boot")),
                number(run.get("durableSeq")),
                stretches(run.get("beyond"))));
      }
    }
    return new DeviceCursor(
        clinic,
        device,
        runs,
        heardAt,
        number(document.get("accepted")),
        number(document.get("duplicates")),
        number(document.get("quarantined")),
        reasons);
  }

  private static List<Stretch> stretches(@Nullable Object stored) {
    List<Stretch> stretches = new ArrayList<>();
    for (Object pair : list(stored)) {
      List<?> bounds = list(pair);
      stretches.add(new Stretch(number(bounds.get(0)), number(bounds.get(1))));
    }
    return stretches;
  }

  private static List<?> list(@Nullable Object stored) {
    return stored instanceof List<?> list ? list : List.of();
  }

  private static long number(@Nullable Object stored) {
    return stored instanceof Number number ? number.longValue() : 0;
  }
}
