package health.carryover.analysis;

import health.carryover.analysis.WhatIf.ChangedAssessment;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One patient's events under two settings at once. Keeps two monitors and what each said first and
 * last, not the events. Confined to one thread.
 */
public final class WhatIfReplay {
  private final LastWords inUse;
  private final LastWords other;

  /**
   * Before the first event.
   *
   * @param inUse the settings in use
   * @param other the settings to try
   */
  public WhatIfReplay(String patient, MonitorSettings inUse, MonitorSettings other) {
    this.inUse = new LastWords(patient, inUse);
    this.other = new LastWords(patient, other);
  }

  /** Takes the next event, in the order in which they became known. */
  public void take(ReceivedEvent event) {
    inUse.accept(event);
    other.accept(event);
  }

  /** Lets time pass up to {@code until} and compares; takes no events after it. */
  public WhatIf compare(Instant until) {
    return compare(until, 0);
  }

  /**
   * As the other method.
   *
   * @param trimmed how many of the patient's messages there were no events of any more
   */
  public WhatIf compare(Instant until, long trimmed) {
    inUse.advanceTo(until);
    other.advanceTo(until);
    List<ChangedAssessment> changed = new ArrayList<>();
    inUse.assessments.forEach(
        (session, assessment) -> {
          Assessment then = other.assessments.get(session);
          if (then != null && !assessment.sameFindings(then)) {
            changed.add(new ChangedAssessment(assessment, then));
          }
        });
    changed.sort((a, b) -> a.before().start().compareTo(b.before().start()));
    return new WhatIf(
        other.onlyHere(inUse),
        inUse.onlyHere(other),
        other.takenBackOnlyHere(inUse),
        changed,
        trimmed);
  }

  /** What was said first and last of each alert, and last of each session. */
  private static final class LastWords {
    private final PatientMonitor monitor;
    private final Map<String, AlertChange> raised = new LinkedHashMap<>();
    private final Map<String, AlertChange> last = new LinkedHashMap<>();
    private final Map<String, Assessment> assessments = new LinkedHashMap<>();

    LastWords(String patient, MonitorSettings settings) {
      this.monitor = PatientMonitor.start(patient, settings);
    }

    void accept(ReceivedEvent event) {
      take(monitor.accept(event));
    }

    void advanceTo(Instant until) {
      take(monitor.advanceTo(until));
    }

    private void take(List<NumberedOutcome> said) {
      for (NumberedOutcome outcome : said) {
        if (outcome.outcome() instanceof AlertChange change) {
          raised.putIfAbsent(change.alert(), change);
          last.put(change.alert(), change);
        } else if (outcome.outcome() instanceof Assessment assessment) {
          assessments.put(assessment.session(), assessment);
        }
      }
    }

    List<AlertChange> onlyHere(LastWords there) {
      return raised.values().stream()
          .filter(change -> !there.raised.containsKey(change.alert()))
          .toList();
    }

    List<AlertChange> takenBackOnlyHere(LastWords there) {
      return last.values().stream()
          .filter(change -> change.change() == Change.RETRACTED)
          .filter(
              change -> {
                AlertChange word = there.last.get(change.alert());
                return word != null && word.change() != Change.RETRACTED;
              })
          .toList();
    }
  }
}
