package health.carryover.analysis.tolerance;

import java.util.Set;

/** The guard-rails around the acceptable load. */
final class NextLoadRules {

  static final int FEWEST_SESSIONS = 5;
  static final double WIDEST_INTERVAL = 5;

  private static final double ABOVE_RECENT = 1.10;
  private static final double AFTER_FLARE = 0.8;
  private static final double LARGEST_STEP = 1.10;
  private static final double SMALLEST_STEP = 1.05;
  private static final int CLEAN_SESSIONS = 2;
  private static final double FLOOR = 0.5;

  private NextLoadRules() {}

  static NextLoad advise(ToleratedLoad tolerated, LoadHistory history) {
    Set<NextLoad.Lack> lacks = NextLoad.lacks(tolerated, history.completeSessions());
    Double acceptable = tolerated.acceptable();
    if (acceptable == null || !lacks.isEmpty()) {
      return new NextLoad.NotEnoughData(lacks);
    }
    boolean afterFlare = history.lastOutcome() == FlareOutcome.FLARE;
    boolean clean = !afterFlare && history.cleanSessions() >= CLEAN_SESSIONS;

    double step = step(history.lastLoad(), afterFlare, clean);
    NextLoad.Limit limit =
        clean
            ? NextLoad.Limit.RECENT_TOLERANCE
            : afterFlare ? NextLoad.Limit.AFTER_FLARE : NextLoad.Limit.NOT_YET_CLEAN;
    double load = step;
    Double highest = history.highestTolerated30Days();
    if (highest != null && ABOVE_RECENT * highest < load) {
      load = ABOVE_RECENT * highest;
      limit = NextLoad.Limit.RECENT_TOLERANCE;
    }
    if (acceptable < load) {
      load = acceptable;
      limit = NextLoad.Limit.ACCEPTABLE_RISK;
    }
    boolean review = false;
    Double lastTolerated = history.lastTolerated();
    if (lastTolerated != null && load < FLOOR * lastTolerated) {
      review = true;
      // Never back above what a flare or an interrupted progress allows.
      load = Math.min(step, FLOOR * lastTolerated);
    }
    Double ceiling = history.clinicianCeiling();
    if (ceiling != null && ceiling < load) {
      load = ceiling;
      limit = NextLoad.Limit.CLINICIAN_CEILING;
    }
    return new NextLoad.Advised(
        load,
        history.lastLoad() == 0 ? null : (Double) (load / history.lastLoad() - 1),
        action(load, history.lastLoad(), clean),
        limit,
        review);
  }

  private static double step(double lastLoad, boolean afterFlare, boolean clean) {
    if (afterFlare) {
      return AFTER_FLARE * lastLoad;
    }
    if (lastLoad == 0) {
      // A session without any load says nothing against more; the other limits decide.
      return Double.POSITIVE_INFINITY;
    }
    return clean ? LARGEST_STEP * lastLoad : lastLoad;
  }

  private static NextLoad.Action action(double load, double lastLoad, boolean clean) {
    if (load < lastLoad) {
      return NextLoad.Action.REDUCE_VOLUME;
    }
    return clean && load >= SMALLEST_STEP * lastLoad
        ? NextLoad.Action.PROGRESS
        : NextLoad.Action.HOLD;
  }
}
