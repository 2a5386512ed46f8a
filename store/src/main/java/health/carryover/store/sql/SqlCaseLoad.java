package health.carryover.store.sql;

import health.carryover.analysis.port.CaseLoad;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tags, people and reviews in the records. */
final class SqlCaseLoad implements CaseLoad {
  private static final String KNOWN = "SELECT COUNT(*) FROM patients WHERE id = ?";
  private static final String TAG =
      "INSERT INTO patient_tags (patient, tag) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String UNTAG = "DELETE FROM patient_tags WHERE patient = ? AND tag = ?";
  private static final String TAKE =
      "INSERT INTO patient_people (patient, person) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String RELEASE =
      "DELETE FROM patient_people WHERE patient = ? AND person = ?";
  private static final String REVIEWED =
      """
      INSERT INTO patient_reviews (patient, person, reviewed_at) VALUES (?, ?, ?)
      ON CONFLICT (patient) DO UPDATE SET person = excluded.person,
        reviewed_at = excluded.reviewed_at
      WHERE patient_reviews.reviewed_at <= excluded.reviewed_at""";
  private static final String TAGS = "SELECT patient, tag FROM patient_tags";
  private static final String PEOPLE = "SELECT patient, person FROM patient_people";
  private static final String REVIEWS = "SELECT patient, person, reviewed_at FROM patient_reviews";

  private final Database database;

  SqlCaseLoad(Database database) {
    this.database = database;
  }

  @Override
  public boolean tag(String patient, String tag, String person, Instant at) {
    return change(TAG, patient, tag, person, at, "tag");
  }

  @Override
  public boolean untag(String patient, String tag, String person, Instant at) {
    return change(UNTAG, patient, tag, person, at, "untag");
  }

  @Override
  public boolean take(String patient, String person, Instant at) {
    return change(TAKE, patient, person, person, at, "take-patient");
  }

  @Override
  public boolean release(String patient, String person, Instant at) {
    return change(RELEASE, patient, person, person, at, "release-patient");
  }

  @Override
  public boolean reviewed(String patient, String person, Instant at) {
    return database.write(
        connection -> {
          if (!known(connection, patient)) {
            return false;
          }
          PreparedStatement review = connection.prepare(REVIEWED);
          review.setString(1, patient);
          review.setString(2, person);
          review.setLong(3, at.toEpochMilli());
          review.executeUpdate();
          AuditTable.add(connection, at, person, "review", patient);
          return true;
        });
  }

  private boolean change(
      String sql, String patient, String value, String person, Instant at, String action) {
    return database.write(
        connection -> {
          if (!known(connection, patient)) {
            return false;
          }
          PreparedStatement statement = connection.prepare(sql);
          statement.setString(1, patient);
          statement.setString(2, value);
          if (statement.executeUpdate() > 0) {
            AuditTable.add(connection, at, person, action, patient);
          }
          return true;
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

  @Override
  public Map<String, Case> cases() {
    return database.read(
        connection -> {
          Map<String, SortedSet<String>> tags = sets(connection.prepare(TAGS));
          Map<String, SortedSet<String>> people = sets(connection.prepare(PEOPLE));
          Map<String, Case> cases = new HashMap<>();
          try (ResultSet found = connection.prepare(REVIEWS).executeQuery()) {
            while (found.next()) {
              String patient = found.getString(1);
              Review review =
                  new Review(found.getString(2), Instant.ofEpochMilli(found.getLong(3)));
              cases.put(patient, of(patient, tags, people, review));
            }
          }
          tags.keySet()
              .forEach(patient -> cases.putIfAbsent(patient, of(patient, tags, people, null)));
          people
              .keySet()
              .forEach(patient -> cases.putIfAbsent(patient, of(patient, tags, people, null)));
          return cases;
        });
  }

  private static Case of(
      String patient,
      Map<String, SortedSet<String>> tags,
      Map<String, SortedSet<String>> people,
      @Nullable Review review) {
    return new Case(
        tags.getOrDefault(patient, new TreeSet<>()),
        people.getOrDefault(patient, new TreeSet<>()),
        review);
  }

  private static Map<String, SortedSet<String>> sets(PreparedStatement select) throws SQLException {
    Map<String, SortedSet<String>> sets = new HashMap<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        sets.computeIfAbsent(found.getString(1), first -> new TreeSet<>()).add(found.getString(2));
      }
    }
    return sets;
  }
}
