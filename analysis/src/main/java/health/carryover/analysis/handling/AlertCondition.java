package health.carryover.analysis.handling;

import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.AlertChange.Severity;

/**
 * How the condition behind an alert stands: the first axis.
 *
 * @param change its newest change, with its place in the stream of all changes
 */
public record AlertCondition(Kind kind, Severity severity, Change change, long changeId) {

  /** Whether it got worse after {@code act}: more severe, or said again with more weight. */
  boolean worseThanAt(HandlingAct act) {
    if (!change.leavesOpen()) {
      return false;
    }
    boolean saidAgain =
        changeId > act.changeId()
            && switch (change) {
              case RAISED, UPGRADED, CONFIRMED -> true;
              case DOWNGRADED, RETRACTED, RESOLVED -> false;
            };
    return saidAgain || severity.compareTo(act.severity()) > 0;
  }
}
