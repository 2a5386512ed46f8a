package health.carryover.analysis.diary;

import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.response.SorenessRule;
import java.time.Duration;
import java.time.Instant;

/**
 * Which soreness rule the reports during a session fulfil, taken by time. That the first ten
 * minutes are the warm-up is a product choice: nobody tells when it ends. Confined to one thread.
 */
final class SorenessInSession {
  private static final Duration WARM_UP = Duration.ofMinutes(10);

  private final Instant warmUpEnds;
  private boolean soreInWarmUp;
  private SorenessRule rule = SorenessRule.NONE;

  SorenessInSession(Instant start) {
    this.warmUpEnds = start.plus(WARM_UP);
  }

  /**
   * Takes the next report of the session.
   *
   * @param sore whether it tells of soreness; one that does not and tells of no pain says that the
   *     soreness is gone
   */
  void take(PainReport report, boolean sore) {
    boolean warmUp = report.at().isBefore(warmUpEnds);
    if (sore) {
      soreInWarmUp |= warmUp;
      rule = soreInWarmUp && !warmUp ? SorenessRule.WARM_UP_PERSISTS : SorenessRule.DURING_SESSION;
    } else if (report.nrs() == 0 && soreInWarmUp && rule == SorenessRule.DURING_SESSION) {
      rule = SorenessRule.WARM_UP_RESOLVES;
    }
  }

  /** The rule; {@link SorenessRule#DURING_SESSION} where nothing followed a sore warm-up. */
  SorenessRule rule() {
    return rule;
  }
}
