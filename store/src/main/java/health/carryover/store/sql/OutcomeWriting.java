package health.carryover.store.sql;

import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.outcome.Outcome;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Saves one outcome within a transaction, each kind in its tables. */
final class OutcomeWriting {
  private static final String INSERT =
      """
      INSERT INTO outcomes (patient, ordinal, known_at, document) VALUES (?, ?, ?, ?)
      ON CONFLICT (patient, ordinal) DO NOTHING""";

  private OutcomeWriting() {}

  /** The stored change if the outcome is a change of an alert that was not held yet. */
  static Optional<StoredAlertChange> save(SqlConnection connection, NumberedOutcome numbered)
      throws SQLException {
    Step step = numbered.outcome().accept(new Steps(connection, numbered.ordinal()));
    return step.take();
  }

  /** Whether the place was free: the document is then in it. */
  private static boolean take(
      SqlConnection connection,
      String patient,
      long ordinal,
      Outcome outcome,
      Map<String, @Nullable Object> document)
      throws SQLException {
    PreparedStatement insert = connection.prepare(INSERT);
    insert.setString(1, patient);
    insert.setLong(2, ordinal);
    insert.setLong(3, outcome.knownAt().toEpochMilli());
    insert.setString(4, DocumentText.of(document));
    return insert.executeUpdate() == 1;
  }

  /** What to do for one outcome. */
  private interface Step {
    Optional<StoredAlertChange> take() throws SQLException;
  }

  private record Steps(SqlConnection connection, long ordinal) implements Outcome.Visitor<Step> {
    @Override
    public Step assessment(Assessment assessment) {
      return () -> {
        var document = OutcomeDocument.of(assessment);
        if (OutcomeWriting.take(connection, assessment.patient(), ordinal, assessment, document)) {
          AssessmentTables.insert(connection, ordinal, assessment);
        }
        return Optional.empty();
      };
    }

    @Override
    public Step alert(AlertChange change) {
      return () -> {
        var document = OutcomeDocument.of(change);
        if (!OutcomeWriting.take(connection, change.patient(), ordinal, change, document)) {
          return Optional.empty();
        }
        long id = AlertTables.insert(connection, ordinal, change);
        return Optional.of(new StoredAlertChange(id, change.patient(), change.change(), document));
      };
    }

    @Override
    public Step progress(SessionProgress progress) {
      return Optional::empty;
    }
  }
}
