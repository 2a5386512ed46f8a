package health.carryover.analysis.session;

import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.load.ActiveTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as it can be told from what is known.
 *
 * @param session its id
 * @param start first moment
 * @param end last moment; while it runs: the newest moment known of it
 * @param ending how the end is known
 * @param active the stretches in motion, pauses removed
 * @param activeMinutes their sum, or the time in motion as the device told it without its pauses
 * @param plan what it was meant to be
 * @param rpe rating of perceived exertion, 0 to 10, or null
 */
public record AssembledSession(
    String session,
    Instant start,
    Instant end,
    Ending ending,
    ActiveTime active,
    double activeMinutes,
    SessionPlan plan,
    @Nullable Double rpe) {

  /** Whether it is over as far as is known. */
  public boolean over() {
    return ending != Ending.RUNNING;
  }

  /** How the end of a session is known. */
  public enum Ending {
    /** The device said so. */
    TOLD,
    /** Heart rate fell silent, or the longest session was reached: the stop is missing. */
    SILENT,
    /** The next session began: the stop is missing. */
    SUPERSEDED,
    /** Not over yet. */
    RUNNING
  }
}
