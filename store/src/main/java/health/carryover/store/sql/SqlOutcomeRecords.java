package health.carryover.store.sql;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.OutcomeRecords;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Assessments, alerts and their handling in the records. */
final class SqlOutcomeRecords implements OutcomeRecords {
  private final Database database;
  private final NewestDocuments newest = new NewestDocuments();

  SqlOutcomeRecords(Database database) {
    this.database = database;
  }

  @Override
  public List<StoredAlertChange> save(List<NumberedOutcome> outcomes) {
    if (outcomes.isEmpty()) {
      return List.of();
    }
    // The number of a change is told to others, who go on after it.
    return outcomes.stream().anyMatch(numbered -> numbered.outcome() instanceof AlertChange)
        ? database.write(connection -> save(connection, outcomes))
        : database.writeDerived(connection -> save(connection, outcomes));
  }

  static List<StoredAlertChange> save(SqlConnection connection, List<NumberedOutcome> outcomes)
      throws SQLException {
    List<StoredAlertChange> added = new ArrayList<>();
    for (NumberedOutcome numbered : outcomes) {
      OutcomeWriting.save(connection, numbered).ifPresent(added::add);
    }
    return added;
  }

  @Override
  public List<StoredAlertChange> alertChangesAfter(long afterId, int limit) {
    return database.read(connection -> AlertTables.changesAfter(connection, afterId, limit));
  }

  @Override
  public long lastAlertChangeId() {
    return database.read(AlertTables::lastChange);
  }

  @Override
  public List<AlertStanding> alerts(AlertFilter filter, int limit) {
    return database.read(connection -> AlertTables.standings(connection, filter, limit));
  }

  @Override
  public Optional<AlertStanding> alert(String alertId) {
    return database.read(connection -> AlertTables.standing(connection, alertId));
  }

  @Override
  public List<StoredAlertChange> alertLife(String alertId) {
    return database.read(connection -> AlertTables.life(connection, alertId));
  }

  @Override
  public Optional<AlertStanding> acknowledge(String alertId, String person, Instant at) {
    return database.write(connection -> AlertTables.acknowledge(connection, alertId, person, at));
  }

  @Override
  public List<Act> acts(String alertId) {
    return database.read(connection -> AlertTables.acts(connection, alertId));
  }

  @Override
  public List<Map<String, @Nullable Object>> assessments(
      String patient, Instant fromInclusive, Instant toExclusive) {
    return database.read(
        connection ->
            AssessmentTables.within(
                connection, patient, Bounds.millis(fromInclusive), Bounds.millis(toExclusive)));
  }

  @Override
  public List<Map<String, @Nullable Object>> revisions(String patient, String session) {
    return database.read(connection -> AssessmentTables.revisions(connection, patient, session));
  }

  @Override
  public List<String> patientsWithSession(String session) {
    return database.read(connection -> AssessmentTables.patientsWithSession(connection, session));
  }

  @Override
  public Map<String, Map<String, @Nullable Object>> newestAssessments() {
    return newest.parsed(database.read(AssessmentTables::newestOfEachPatient));
  }
}
