package health.carryover.store.sql;

import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.PatientShares;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Up to which journal sequence the snapshots of each share contain everything. The checkpoint of
 * all is the lowest of them, so that whoever reads that needs to know nothing of shares.
 */
public final class SharePlaces {
  private static final String MOVE =
      "UPDATE leases SET place = ? WHERE share = ? AND holder = ? AND place < ?";
  private static final String MOVE_CHECKPOINT =
      """
      INSERT INTO monitor_checkpoint (id, sequence)
      SELECT 1, MIN(place) FROM leases WHERE share < ?
      ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence
      WHERE excluded.sequence > monitor_checkpoint.sequence""";

  private SharePlaces() {}

  /** The places of {@code shares}. */
  public static Map<Integer, Long> of(SqlConnection connection, Set<Integer> shares)
      throws SQLException {
    Map<Integer, Long> places = new TreeMap<>();
    try (ResultSet found =
        connection.prepare("SELECT share, place FROM leases ORDER BY share").executeQuery()) {
      while (found.next()) {
        if (shares.contains(found.getInt(1))) {
          places.put(found.getInt(1), found.getLong(2));
        }
      }
    }
    return places;
  }

  /** Stores snapshots, then moves the places of {@code shares} that {@code holder} has. */
  public static void save(
      SqlConnection connection,
      List<MonitorSnapshot> snapshots,
      long holder,
      Set<Integer> shares,
      long place)
      throws SQLException {
    SqlMonitorSnapshots.put(connection, snapshots);
    PreparedStatement move = connection.prepare(MOVE);
    for (int share : new TreeSet<>(shares)) {
      move.setLong(1, place);
      move.setInt(2, share);
      move.setLong(3, holder);
      move.setLong(4, place);
      move.addBatch();
    }
    move.executeBatch();
    PreparedStatement checkpoint = connection.prepare(MOVE_CHECKPOINT);
    checkpoint.setInt(1, PatientShares.COUNT);
    checkpoint.executeUpdate();
  }
}
