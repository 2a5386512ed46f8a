package health.carryover.analysis.response;

import java.util.Collection;

/**
 * Soreness rules of the University of Delaware (Fees et al. 1998, Am J Sports Med 26:732, as
 * printed in its interval programmes). Ordered from the mildest to the strictest consequence.
 */
public enum SorenessRule {
  /** No soreness: one step up each training day. */
  NONE(0, Step.ADVANCE),
  /** Sore in the warm-up, gone within its first part. */
  WARM_UP_RESOLVES(0, Step.REPEAT),
  /** Sore more than an hour after the session, or the next day. */
  AFTER_SESSION(1, Step.REPEAT),
  /** Became sore during the session. */
  DURING_SESSION(2, Step.DROP),
  /** Sore in the warm-up and it continued. */
  WARM_UP_PERSISTS(2, Step.DROP);

  /** What happens to the programme. */
  public enum Step {
    /** One step up. */
    ADVANCE,
    /** The same again. */
    REPEAT,
    /** One step down. */
    DROP
  }

  private final int daysOff;
  private final Step step;

  SorenessRule(int daysOff, Step step) {
    this.daysOff = daysOff;
    this.step = step;
  }

  /** Days off before the next session. */
  public int daysOff() {
    return daysOff;
  }

  /** What happens to the programme. */
  public Step step() {
    return step;
  }

  /** The strictest of what was observed; {@link #NONE} without any. */
  public static SorenessRule strictest(Collection<SorenessRule> observed) {
    SorenessRule strictest = NONE;
    for (SorenessRule rule : observed) {
      strictest = rule.compareTo(strictest) > 0 ? rule : strictest;
    }
    return strictest;
  }
}
