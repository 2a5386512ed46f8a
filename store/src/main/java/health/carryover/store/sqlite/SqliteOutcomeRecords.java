package health.carryover.store.sqlite;

import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.OutcomeRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Assessments, alerts and their handling in the records' file. */
final class SqliteOutcomeRecords implements OutcomeRecords {
  private final SqliteFile file;

  SqliteOutcomeRecords(SqliteFile file) {
    this.file = file;
  }

  @Override
  public List<StoredAlertChange> save(List<NumberedOutcome> outcomes) {
    if (outcomes.isEmpty()) {
      return List.of();
    }
    return file.write(
        connection -> {
          List<StoredAlertChange> added = new ArrayList<>();
          for (NumberedOutcome numbered : outcomes) {
            OutcomeWriting.save(connection, numbered).ifPresent(added::add);
          }
          return added;
        });
  }

  @Override
  public List<StoredAlertChange> alertChangesAfter(long afterId, int limit) {
    return file.read(connection -> AlertTables.changesAfter(connection, afterId, limit));
  }

  @Override
  public long lastAlertChangeId() {
    return file.read(AlertTables::lastChange);
  }

  @Override
  public List<AlertStanding> alerts(AlertFilter filter, int limit) {
    return file.read(connection -> AlertTables.standings(connection, filter, limit));
  }

  @Override
  public Optional<AlertStanding> alert(String alertId) {
    return file.read(connection -> AlertTables.standing(connection, alertId));
  }

  @Override
  public List<StoredAlertChange> alertLife(String alertId) {
    return file.read(connection -> AlertTables.life(connection, alertId));
  }

  @Override
  public Optional<AlertStanding> acknowledge(String alertId, String person, Instant at) {
    return file.write(connection -> AlertTables.acknowledge(connection, alertId, person, at));
  }

  @Override
  public List<Map<String, @Nullable Object>> assessments(
      String patient, Instant fromInclusive, Instant toExclusive) {
    return file.read(
        connection ->
            AssessmentTables.within(
                connection, patient, Bounds.millis(fromInclusive), Bounds.millis(toExclusive)));
  }

  @Override
  public List<Map<String, @Nullable Object>> revisions(String patient, String session) {
    return file.read(connection -> AssessmentTables.revisions(connection, patient, session));
  }

  @Override
  public List<String> patientsWithSession(String session) {
    return file.read(connection -> AssessmentTables.patientsWithSession(connection, session));
  }

  @Override
  public Map<String, Map<String, @Nullable Object>> newestAssessments() {
    return file.read(AssessmentTables::newestOfEachPatient);
  }
}
