package health.carryover.analysis.tolerance;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The most that fits the next session, or why nothing can be said. All numbers are product choices.
 * Volume is changed first and frequency is kept.
 */
public sealed interface NextLoad {

  /** What to do with the amount. */
  enum Action {
    /** Up by 5 to 10 %. */
    PROGRESS,
    /** No more than last time. */
    HOLD,
    /** Less volume, same days. */
    REDUCE_VOLUME
  }

  /** What kept the load down. */
  enum Limit {
    /** Acceptable risk of the tolerance model. */
    ACCEPTABLE_RISK,
    /** A tenth above the highest load tolerated in 30 days. */
    RECENT_TOLERANCE,
    /** The clinician's ceiling. */
    CLINICIAN_CEILING,
    /** Four fifths of the last load, after a flare. */
    AFTER_FLARE,
    /** Not yet two complete sessions without a flare in a row. */
    NOT_YET_CLEAN
  }

  /** Why nothing can be said; the pain-monitoring rules then decide alone. */
  enum Lack {
    /** No load has acceptable risk: flares do not seem to follow the size of the session. */
    NO_ACCEPTABLE_LOAD,
    /** Fewer than five complete sessions. */
    TOO_FEW_SESSIONS,
    /** The interval of the tolerance spans more than a factor of five. */
    TOO_UNCERTAIN
  }

  /**
   * A next load.
   *
   * @param loadMax the most that fits
   * @param change relative to the last load; absent when the last load was 0
   * @param action what to do with the amount
   * @param limit what kept the load down
   * @param clinicianReview whether half of the last tolerated load was undercut, which a clinician
   *     must decide; the load is then lifted to it where no other rule forbids that
   */
  record Advised(
      double loadMax, @Nullable Double change, Action action, Limit limit, boolean clinicianReview)
      implements NextLoad {}

  /**
   * Not enough data.
   *
   * @param lacks every reason, at least one
   */
  record NotEnoughData(Set<Lack> lacks) implements NextLoad {
    /** Copies the set. */
    public NotEnoughData {
      lacks = Set.copyOf(lacks);
    }
  }

  /** Decides by the tolerated load and the history. */
  static NextLoad advise(ToleratedLoad tolerated, LoadHistory history) {
    return NextLoadRules.advise(tolerated, history);
  }

  /** Every reason why the belief is not enough to advise from; empty when it is. */
  static Set<Lack> lacks(ToleratedLoad tolerated, int completeSessions) {
    EnumSet<Lack> lacks = EnumSet.noneOf(Lack.class);
    if (tolerated.acceptable() == null) {
      lacks.add(Lack.NO_ACCEPTABLE_LOAD);
    }
    if (completeSessions < NextLoadRules.FEWEST_SESSIONS) {
      lacks.add(Lack.TOO_FEW_SESSIONS);
    }
    if (tolerated.intervalRatio() > NextLoadRules.WIDEST_INTERVAL) {
      lacks.add(Lack.TOO_UNCERTAIN);
    }
    return lacks;
  }
}
