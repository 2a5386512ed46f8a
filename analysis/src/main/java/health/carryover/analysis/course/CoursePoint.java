package health.carryover.analysis.course;

import health.carryover.analysis.tolerance.FlareRisk;
import health.carryover.analysis.tolerance.NextLoad;
import health.carryover.analysis.tolerance.ToleratedLoad;
import org.jspecify.annotations.Nullable;

/**
 * What the filter says at one session.
 *
 * @param countedLoad the load as counted, merged loads included; null: unknown
 * @param risk of a flare after that load, before its outcome was used; null without a load
 * @param overTolerance probability that the load exceeds the tolerance, before its outcome was
 *     used; null without a load
 * @param toleratedBefore what was tolerated on that day, before its outcome; null without any load
 *     to compare with
 * @param enoughBefore whether that was enough to advise or alert from
 * @param toleratedAfter what is believed after its outcome
 * @param loadIndependent probability that flares come whatever the load, after its outcome
 * @param completeSessions sessions with load and outcome learned from, this one included
 * @param enoughAfter whether they are enough to advise from
 * @param next the most that fits next
 * @param cleanSessions complete sessions without a flare in a row since the last break, this one
 *     included
 * @param flaresInRow sessions with a flare in a row, up to this one
 * @param reducedFlares how many of them came although the load was below that of the flare before
 * @param afterBreak whether it is the first session after a break
 * @param largestTolerated30Days largest load of the 30 days before that no flare followed, or null
 */
public record CoursePoint(
    @Nullable Double countedLoad,
    @Nullable FlareRisk risk,
    @Nullable Double overTolerance,
    @Nullable ToleratedLoad toleratedBefore,
    boolean enoughBefore,
    @Nullable ToleratedLoad toleratedAfter,
    double loadIndependent,
    int completeSessions,
    boolean enoughAfter,
    @Nullable NextLoad next,
    int cleanSessions,
    int flaresInRow,
    int reducedFlares,
    boolean afterBreak,
    @Nullable Double largestTolerated30Days) {}
