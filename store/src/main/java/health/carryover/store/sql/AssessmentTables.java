package health.carryover.store.sql;

import health.carryover.analysis.outcome.Assessment;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements about assessments; each runs within a transaction or reading of its caller. */
final class AssessmentTables {
  private static final String NEWER =
      """
      SELECT COUNT(*) FROM assessments WHERE patient = ? AND session = ? AND newest
        AND (revision > ? OR (revision = ? AND ordinal > ?))""";
  private static final String SUPERSEDE =
      "UPDATE assessments SET newest = FALSE WHERE patient = ? AND session = ? AND newest";
  private static final String INSERT =
      """
      INSERT INTO assessments (patient, ordinal, session, revision, start_at, newest)
      VALUES (?, ?, ?, ?, ?, ?)""";
  private static final String POINT_TO_NEWEST =
      """
      INSERT INTO newest_assessments (patient, ordinal)
      SELECT patient, ordinal FROM (
        SELECT patient, ordinal FROM assessments WHERE patient = ? AND newest
        ORDER BY start_at DESC, session DESC LIMIT 1) AS last_session
      WHERE TRUE
      ON CONFLICT (patient) DO UPDATE SET ordinal = excluded.ordinal""";
  private static final String WITHIN =
      """
      SELECT o.document FROM assessments a
      JOIN outcomes o ON o.patient = a.patient AND o.ordinal = a.ordinal
      WHERE a.patient = ? AND a.newest AND a.start_at >= ? AND a.start_at < ?
      ORDER BY a.start_at, a.session""";
  private static final String REVISIONS =
      """
      SELECT o.document FROM assessments a
      JOIN outcomes o ON o.patient = a.patient AND o.ordinal = a.ordinal
      WHERE a.patient = ? AND a.session = ? ORDER BY a.revision, a.ordinal""";
  private static final String PATIENTS_WITH_SESSION =
      "SELECT DISTINCT patient FROM assessments WHERE session = ? ORDER BY patient";
  private static final String NEWEST =
      """
      SELECT n.patient, o.document FROM newest_assessments n
      JOIN outcomes o ON o.patient = n.patient AND o.ordinal = n.ordinal ORDER BY n.patient""";

  private AssessmentTables() {}

  static void insert(SqlConnection connection, long ordinal, Assessment assessment)
      throws SQLException {
    boolean newest = !newerIsHeld(connection, ordinal, assessment);
    if (newest) {
      PreparedStatement supersede = connection.prepare(SUPERSEDE);
      supersede.setString(1, assessment.patient());
      supersede.setString(2, assessment.session());
      supersede.executeUpdate();
    }
    PreparedStatement insert = connection.prepare(INSERT);
    insert.setString(1, assessment.patient());
    insert.setLong(2, ordinal);
    insert.setString(3, assessment.session());
    insert.setInt(4, assessment.revision());
    insert.setLong(5, assessment.start().toEpochMilli());
    insert.setBoolean(6, newest);
    insert.executeUpdate();
    if (newest) {
      PreparedStatement point = connection.prepare(POINT_TO_NEWEST);
      point.setString(1, assessment.patient());
      point.executeUpdate();
    }
  }

  private static boolean newerIsHeld(SqlConnection connection, long ordinal, Assessment assessment)
      throws SQLException {
    PreparedStatement newer = connection.prepare(NEWER);
    newer.setString(1, assessment.patient());
    newer.setString(2, assessment.session());
    newer.setInt(3, assessment.revision());
    newer.setInt(4, assessment.revision());
    newer.setLong(5, ordinal);
    try (ResultSet found = newer.executeQuery()) {
      found.next();
      return found.getInt(1) > 0;
    }
  }

  static List<Map<String, @Nullable Object>> within(
      SqlConnection connection, String patient, long fromInclusive, long toExclusive)
      throws SQLException {
    PreparedStatement select = connection.prepare(WITHIN);
    select.setString(1, patient);
    select.setLong(2, fromInclusive);
    select.setLong(3, toExclusive);
    return documents(select);
  }

  static List<Map<String, @Nullable Object>> revisions(
      SqlConnection connection, String patient, String session) throws SQLException {
    PreparedStatement select = connection.prepare(REVISIONS);
    select.setString(1, patient);
    select.setString(2, session);
    return documents(select);
  }

  private static List<Map<String, @Nullable Object>> documents(PreparedStatement select)
      throws SQLException {
    List<Map<String, @Nullable Object>> documents = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        documents.add(DocumentText.parse(found.getString(1)));
      }
    }
    return documents;
  }

  static List<String> patientsWithSession(SqlConnection connection, String session)
      throws SQLException {
    PreparedStatement select = connection.prepare(PATIENTS_WITH_SESSION);
    select.setString(1, session);
    List<String> patients = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        patients.add(found.getString(1));
      }
    }
    return patients;
  }

  /** As text. */
  static Map<String, String> newestOfEachPatient(SqlConnection connection) throws SQLException {
    Map<String, String> newest = new LinkedHashMap<>();
    try (ResultSet found = connection.prepare(NEWEST).executeQuery()) {
      while (found.next()) {
        newest.put(found.getString(1), found.getString(2));
      }
    }
    return newest;
  }
}
