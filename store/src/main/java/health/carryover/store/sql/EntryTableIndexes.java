package health.carryover.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds entries by the indexes of the journal's own table. */
final class EntryTableIndexes implements EntryFinder {
  private static final int MOST_ASKED = 128;
  private static final String BY_IDENTITY =
      "SELECT identity, sequence, digest FROM entries WHERE identity IN ";
  private static final String OF_PATIENT =
      """
      SELECT sequence FROM entries
      WHERE patient = ? AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?""";
  private static final String PATIENTS =
      "SELECT DISTINCT patient FROM entries WHERE patient IS NOT NULL";

  private final Database journal;

  EntryTableIndexes(Database journal) {
    this.journal = journal;
  }

  /** Asked in few round trips. */
  @Override
  public Map<String, Held> held(SqlConnection connection, List<String> identities)
      throws SQLException {
    Map<String, Held> held = new HashMap<>();
    for (List<String> asked : Slices.of(identities, MOST_ASKED)) {
      PreparedStatement select = ManyValues.ofTexts(connection, BY_IDENTITY, asked);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          held.put(found.getString(1), new Held(found.getLong(2), found.getString(3)));
        }
      }
    }
    return held;
  }

  @Override
  public List<Long> ofPatient(String patient, long after, long through, int most) {
    return journal.read(
        connection -> {
          PreparedStatement select = connection.prepare(OF_PATIENT);
          select.setString(1, patient);
          select.setLong(2, after);
          select.setLong(3, through);
          select.setInt(4, most);
          List<Long> sequences = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              sequences.add(found.getLong(1));
            }
          }
          return sequences;
        });
  }

  @Override
  public Set<String> patients() {
    return journal.read(
        connection -> {
          Set<String> patients = new TreeSet<>();
          try (ResultSet found = connection.prepare(PATIENTS).executeQuery()) {
            while (found.next()) {
              patients.add(found.getString(1));
            }
          }
          return patients;
        });
  }
}
