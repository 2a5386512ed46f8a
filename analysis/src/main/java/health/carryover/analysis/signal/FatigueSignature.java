package health.carryover.analysis.signal;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The signature of lost condition and fatigue in heart rate: cost, drift or recovery beyond 2
 * spreads on at least 2 of the last 3 sessions of one template.
 *
 * @param cost distance of the heart-rate cost
 * @param drift distance of the drift
 * @param recovery distance of the recovery; slower is negative
 */
public record FatigueSignature(Signal cost, Signal drift, Signal recovery) {

  private static final double BEYOND = 2;
  private static final int SESSIONS = 3;
  private static final int POSITIVE_SESSIONS = 2;

  /** What the last sessions say together. */
  public enum Finding {
    /** Beyond on at least 2 of the last 3. */
    PRESENT,
    /** Within on so many that it cannot be present. */
    ABSENT,
    /** Too few sessions with a number. */
    UNKNOWN
  }

  /** Whether any of the three lies beyond 2 spreads in its adverse direction. */
  public boolean beyond() {
    return above(cost.value()) || above(drift.value()) || below(recovery.value());
  }

  /** Whether any of the three has a number. */
  public boolean known() {
    return cost.value().isPresent() || drift.value().isPresent() || recovery.value().isPresent();
  }

  /**
   * The finding over sessions of one template.
   *
   * @param sessions in order of time, the newest last; sessions without any number are skipped
   */
  public static Finding over(List<FatigueSignature> sessions) {
    int seen = 0;
    int positive = 0;
    for (int i = sessions.size() - 1; i >= 0 && seen < SESSIONS; i--) {
      if (sessions.get(i).known()) {
        seen++;
        positive += sessions.get(i).beyond() ? 1 : 0;
      }
    }
    if (positive >= POSITIVE_SESSIONS) {
      return Finding.PRESENT;
    }
    // With one more session to come, one positive could still become two.
    return seen - positive >= POSITIVE_SESSIONS ? Finding.ABSENT : Finding.UNKNOWN;
  }

  private static boolean above(OptionalDouble z) {
    return z.isPresent() && z.getAsDouble() >= BEYOND;
  }

  private static boolean below(OptionalDouble z) {
    return z.isPresent() && z.getAsDouble() <= -BEYOND;
  }
}
