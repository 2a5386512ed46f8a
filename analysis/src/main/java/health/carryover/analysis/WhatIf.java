package health.carryover.analysis;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import java.util.List;

/**
 * What other settings would have said of the same patient, as {@link WhatIfReplay} finds it. What
 * was said in earnest is not touched. Immutable.
 *
 * @param gained the first word on each alert that only the other settings raise, by time
 * @param lost the first word on each alert that only the settings in use raise, by time
 * @param retracted alerts both raise and only the other settings take back
 * @param changed sessions whose last assessment differs, by start
 * @param trimmed how many of the patient's messages could not be replayed because their content is
 *     not kept any more: with any, both sides are about what is kept alone
 */
public record WhatIf(
    List<AlertChange> gained,
    List<AlertChange> lost,
    List<AlertChange> retracted,
    List<ChangedAssessment> changed,
    long trimmed) {

  public WhatIf {
    gained = List.copyOf(gained);
    lost = List.copyOf(lost);
    retracted = List.copyOf(retracted);
    changed = List.copyOf(changed);
  }

  /** The last word on one session under both settings. */
  public record ChangedAssessment(Assessment before, Assessment after) {}
}
