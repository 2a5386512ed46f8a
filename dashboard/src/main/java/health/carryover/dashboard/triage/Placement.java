package health.carryover.dashboard.triage;

import org.jspecify.annotations.Nullable;

/**
 * Where a patient stands in the list, and why.
 *
 * @param headline the alert that put the patient there, or null
 * @param look whether somebody has to look
 * @param held whether the alert budget holds the patient back
 */
public record Placement(
    PatientFacts facts, TriageRule rule, @Nullable AlertFacts headline, Attention look, Cut held) {

  /** Where the patient stands. */
  public Section section() {
    return rule.section();
  }

  /** Whether somebody has to look. */
  public enum Attention {
    ASKED_FOR,
    NOT_ASKED_FOR
  }

  /** On which side of the budget the patient lies. */
  public enum Cut {
    WITHIN,
    BEYOND
  }
}
