package health.carryover.dashboard.triage;

import health.carryover.analysis.handling.AlertCondition;
import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import java.time.Instant;

/** An alert on its two axes: how its condition stands, and what people did about it. */
public record AlertFacts(AlertStanding alert, AlertHandling handling) {

  /** How the condition stands. */
  public AlertCondition condition() {
    return new AlertCondition(
        alert.kind(), alert.severity(), alert.change(), alert.newestChangeId());
  }

  /** Whether it stands and somebody has to look. */
  public boolean asks(Instant now) {
    return alert.open() && handling.asksForALook(condition(), now);
  }

  /** Whether it stands and is neither put off nor resolved. */
  public boolean counts(Instant now) {
    return alert.open()
        && handling.snooze(condition(), now) == null
        && handling.resolution(condition()) == null;
  }

  boolean is(AlertChange.Kind... kinds) {
    for (AlertChange.Kind kind : kinds) {
      if (alert.kind() == kind) {
        return true;
      }
    }
    return false;
  }

  boolean isSafety() {
    return alert.kind() == AlertChange.Kind.RED_FLAG
        || alert.severity() == AlertChange.Severity.URGENT;
  }
}
