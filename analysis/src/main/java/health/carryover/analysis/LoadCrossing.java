package health.carryover.analysis;

import health.carryover.analysis.course.CourseBasis;
import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.load.ActiveTime;
import health.carryover.analysis.load.HeartRateDistribution;
import health.carryover.analysis.load.SessionLoad;
import health.carryover.analysis.session.HeartRateSeries;
import java.time.Instant;
import java.util.Optional;

/** When the load of a session, as measured reading by reading, passed a limit. Pure. */
final class LoadCrossing {
  private LoadCrossing() {}

  /**
   * The time of the first reading at which the load so far is above {@code limit}; empty if it
   * never is by the readings alone. Load so far never falls, so the place is found by halving.
   */
  static Optional<Instant> above(
      double limit, HeartRateSeries series, ActiveTime active, CourseBasis basis) {
    int from = series.firstAtOrAfter(active.startMillis(0));
    int to = series.firstAtOrAfter(active.endMillis(active.stretches() - 1) + 1);
    HeartRateSeries.Slice read = series.slice(from, Math.max(from, to));
    if (read.size() == 0 || loadUntil(read.size() - 1, read, active, basis) <= limit) {
      return Optional.empty();
    }
    int below = -1;
    int above = read.size() - 1;
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (loadUntil(middle, read, active, basis) > limit) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return Optional.of(Instant.ofEpochMilli(read.atMillis()[above]));
  }

  private static double loadUntil(
      int index, HeartRateSeries.Slice read, ActiveTime active, CourseBasis basis) {
    HeartRateDistribution held =
        SessionLoad.distribution(
            basis.loadBasis(),
            until(active, read.atMillis()[index]),
            read.atMillis(),
            read.bpm(),
            0,
            index + 1);
    Double load = SessionLoads.raw(basis, held);
    return load == null ? 0 : load;
  }

  private static ActiveTime until(ActiveTime active, long endMillis) {
    int stretches = 1;
    while (stretches < active.stretches() && active.startMillis(stretches) < endMillis) {
      stretches++;
    }
    long[] starts = new long[stretches];
    long[] ends = new long[stretches];
    for (int i = 0; i < stretches; i++) {
      starts[i] = active.startMillis(i);
      ends[i] = Math.max(starts[i], Math.min(active.endMillis(i), endMillis));
    }
    return ActiveTime.of(starts, ends);
  }
}
