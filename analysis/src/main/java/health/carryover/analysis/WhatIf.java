package health.carryover.analysis;

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
 * What other settings would have said of the same patient: replays the events under both and
 * compares. Pure; what was said in earnest is not touched.
 *
 * @param gained the first word on each alert that only the other settings raise, by time
 * @param lost the first word on each alert that only the settings in use raise, by time
 * @param retracted alerts both raise and only the other settings take back
 * @param changed sessions whose last assessment differs, by start
 */
public record WhatIf(
    List<AlertChange> gained,
    List<AlertChange> lost,
    List<AlertChange> retracted,
    List<ChangedAssessment> changed) {

  public WhatIf {
    gained = List.copyOf(gained);
    lost = List.copyOf(lost);
    retracted = List.copyOf(retracted);
    changed = List.copyOf(changed);
  }

  /** The last word on one session under both settings. */
  public record ChangedAssessment(Assessment before, Assessment after) {}

  /**
   * Replays.
   *
   * @param events in the order in which they became known
   * @param inUse the settings in use
   * @param other the settings to try
   * @param until time passes up to here after the last event
   */
  public static WhatIf replay(
      String patient,
      List<ReceivedEvent> events,
      MonitorSettings inUse,
      MonitorSettings other,
      Instant until) {
    LastWords before = LastWords.of(patient, events, inUse, until);
    LastWords after = LastWords.of(patient, events, other, until);
    List<ChangedAssessment> changed = new ArrayList<>();
    before.assessments.forEach(
        (session, assessment) -> {
          Assessment then = after.assessments.get(session);
          if (then != null && !assessment.sameFindings(then)) {
            changed.add(new ChangedAssessment(assessment, then));
          }
        });
    changed.sort((a, b) -> a.before().start().compareTo(b.before().start()));
    return new WhatIf(
        after.onlyHere(before), before.onlyHere(after), after.takenBackOnlyHere(before), changed);
  }

  /** What was said first and last of each alert, and last of each session. */
  private static final class LastWords {
    final Map<String, AlertChange> raised = new LinkedHashMap<>();
    final Map<String, AlertChange> last = new LinkedHashMap<>();
    final Map<String, Assessment> assessments = new LinkedHashMap<>();

    static LastWords of(
        String patient, List<ReceivedEvent> events, MonitorSettings settings, Instant until) {
      LastWords words = new LastWords();
      PatientMonitor monitor = PatientMonitor.start(patient, settings);
      for (ReceivedEvent event : events) {
        words.take(monitor.accept(event));
      }
      words.take(monitor.advanceTo(until));
      return words;
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
