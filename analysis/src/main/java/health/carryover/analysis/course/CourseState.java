package health.carryover.analysis.course;

import health.carryover.analysis.course.CourseSession.CourseOutcome;
import health.carryover.analysis.course.CourseSession.CourseOutcome.Answers;
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
 * @param clean complete sessions without a flare in a row, since the last break
 * @param flares what is known of the flares in a row up to the last session
 */
record CourseState(
    ToleranceBelief belief,
    @Nullable Instant at,
    double carriedLoad,
    int complete,
    @Nullable CourseOutcome lastOutcome,
    ToleratedLoads tolerated,
    int clean,
    FlareRun flares) {

  private static final double MERGED_WEIGHT = 0.5;
  private static final double MILLIS_PER_DAY = 86_400_000;

  /** Before the first session. */
  static CourseState before(ToleranceBelief prior) {
    return new CourseState(prior, null, 0, 0, null, ToleratedLoads.NONE, 0, FlareRun.NONE);
  }

  /**
   * Flares in a row.
   *
   * @param length how many
   * @param reduced how many of them came although the load was below that of the flare before
   * @param lastLoad load of the newest with a known load, or null
   */
  record FlareRun(int length, int reduced, @Nullable Double lastLoad) {
    static final FlareRun NONE = new FlareRun(0, 0, null);

    /** From this share of the load before on, a load does not count as reduced. */
    private static final double REDUCED = 0.9;

    FlareRun after(CourseOutcome outcome, @Nullable Double load) {
      if (!outcome.flare()) {
        return NONE;
      }
      boolean less = lastLoad != null && load != null && load <= REDUCED * lastLoad;
      return new FlareRun(length + 1, less ? reduced + 1 : reduced, load == null ? lastLoad : load);
    }
  }

  /** Whether a session at {@code start} is the first after a break. */
  boolean breakBefore(Instant start) {
    return at != null
        && Duration.between(at, start).toMillis() / MILLIS_PER_DAY
            > belief.grid().model().breakDays();
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
    int held = breakBefore(session.start()) ? 0 : clean;
    if (session.mergedIntoNext()) {
      return new CourseState(
          drifted,
          session.start(),
          load == null ? carriedLoad : load,
          complete,
          lastOutcome,
          tolerated,
          held,
          flares);
    }
    if (outcome == null) {
      return new CourseState(drifted, session.start(), 0, complete, null, tolerated, held, flares);
    }
    int cleanNow = outcome.flare() ? 0 : outcome.answers() == Answers.COMPLETE ? held + 1 : held;
    FlareRun run = flares.after(outcome, load);
    if (load == null || load <= 0 || reference == null || session.weight() == 0) {
      return new CourseState(
          drifted, session.start(), 0, complete, outcome, tolerated, cleanNow, run);
    }
    double weight = carriedLoad > 0 ? session.weight() * MERGED_WEIGHT : session.weight();
    return new CourseState(
        drifted.updatedOrdinal(Math.log(load / reference), outcome.grade(), weight),
        session.start(),
        0,
        complete + 1,
        outcome,
        outcome.flare() ? tolerated : tolerated.with(session.start(), load),
        cleanNow,
        run);
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
