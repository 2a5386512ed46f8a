package health.carryover.analysis.course;

import health.carryover.analysis.course.CourseSession.CourseOutcome;
import health.carryover.analysis.tolerance.FlareOutcome;
import health.carryover.analysis.tolerance.LoadHistory;
import health.carryover.analysis.tolerance.ToleranceBelief;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tolerance filter between two sessions. Immutable.
 *
 * @param at start of the last session, or null before the first
 * @param carriedLoad load of a session merged into the next one
 * @param complete sessions learned from
 * @param lastOutcome what followed the last session, or null while unknown
 * @param clean sessions without a flare in a row
 */
record CourseState(
    ToleranceBelief belief,
    @Nullable Instant at,
    double carriedLoad,
    int complete,
    @Nullable CourseOutcome lastOutcome,
    ToleratedLoads tolerated,
    int clean) {

  private static final double MERGED_WEIGHT = 0.5;
  private static final double MILLIS_PER_DAY = 86_400_000;

  /** Before the first session. */
  static CourseState before(ToleranceBelief prior) {
    return new CourseState(prior, null, 0, 0, null, ToleratedLoads.NONE, 0);
  }

  /** What is believed at {@code start}, before that session's outcome. */
  ToleranceBelief beliefAt(Instant start) {
    return at == null
        ? belief
        : belief.afterDays(Math.max(0, Duration.between(at, start).toMillis() / MILLIS_PER_DAY));
  }

  /** The load that counts for {@code session}, merged ones included; null: unknown. */
  @Nullable Double countedLoad(CourseSession session, CourseBasis basis) {
    Double own = session.loads().under(basis);
    return own == null ? null : (Double) (own + carriedLoad);
  }

  /** This state after {@code session}, counted under {@code basis}. */
  CourseState after(CourseSession session, CourseBasis basis, @Nullable Double reference) {
    ToleranceBelief drifted = beliefAt(session.start());
    Double load = countedLoad(session, basis);
    CourseOutcome outcome = session.outcome();
    if (session.mergedIntoNext()) {
      return new CourseState(
          drifted,
          session.start(),
          load == null ? carriedLoad : load,
          complete,
          lastOutcome,
          tolerated,
          clean);
    }
    if (outcome == null) {
      return new CourseState(drifted, session.start(), 0, complete, null, tolerated, clean);
    }
    int cleanNow = outcome.flare() ? 0 : clean + 1;
    if (load == null || load <= 0 || reference == null || session.weight() == 0) {
      return new CourseState(drifted, session.start(), 0, complete, outcome, tolerated, cleanNow);
    }
    double weight = carriedLoad > 0 ? session.weight() * MERGED_WEIGHT : session.weight();
    return new CourseState(
        drifted.updatedOrdinal(Math.log(load / reference), outcome.grade(), weight),
        session.start(),
        0,
        complete + 1,
        outcome,
        outcome.flare() ? tolerated : tolerated.with(session.start(), load),
        cleanNow);
  }

  /** What the next load is decided from, after a last one of {@code lastLoad}. */
  LoadHistory history(double lastLoad) {
    return new LoadHistory(
        lastLoad,
        lastOutcome == null
            ? null
            : lastOutcome.flare() ? FlareOutcome.FLARE : FlareOutcome.NO_FLARE,
        tolerated.newest(),
        at == null ? null : tolerated.highestBefore(at),
        clean,
        complete,
        null);
  }
}
