package health.carryover.analysis.load;

import java.util.Objects;

/**
 * Load of a whole session from its sorted samples: zero-order hold with a gap cap over the active
 * stretches. One pass, no allocation per sample.
 */
public final class SessionLoad {

  private SessionLoad() {}

  /**
   * Integrates the samples {@code from} to {@code toExclusive}; samples outside the active
   * stretches are ignored.
   *
   * @param atMillis epoch milliseconds, ascending; of equal times the first counts
   * @param bpm heart rates; what is no positive number is a gap
   * @throws IllegalArgumentException when the times within a stretch run backward
   * @throws IndexOutOfBoundsException when the range does not fit the arrays
   */
  public static HeartRateLoad integrate(
      LoadBasis basis, ActiveTime active, long[] atMillis, float[] bpm, int from, int toExclusive) {
    return replay(basis, active, atMillis, bpm, from, toExclusive)
        .at(active.endMillis(active.stretches() - 1));
  }

  /** How long each usable heart rate was held; arguments as {@link #integrate}. */
  public static HeartRateDistribution distribution(
      LoadBasis basis, ActiveTime active, long[] atMillis, float[] bpm, int from, int toExclusive) {
    return replay(basis, active, atMillis, bpm, from, toExclusive)
        .usableAt(active.endMillis(active.stretches() - 1));
  }

  /** How long each accepted reading was held, artefacts included; arguments as above. */
  public static HeartRateDistribution readings(
      LoadBasis basis, ActiveTime active, long[] atMillis, float[] bpm, int from, int toExclusive) {
    return replay(basis, active, atMillis, bpm, from, toExclusive)
        .readingsAt(active.endMillis(active.stretches() - 1));
  }

  private static LiveLoad replay(
      LoadBasis basis, ActiveTime active, long[] atMillis, float[] bpm, int from, int toExclusive) {
    Objects.checkFromToIndex(from, toExclusive, Math.min(atMillis.length, bpm.length));
    LiveLoad live = new LiveLoad(basis, active.startMillis(0));
    int next = from;
    for (int stretch = 0; stretch < active.stretches(); stretch++) {
      long start = active.startMillis(stretch);
      long end = active.endMillis(stretch);
      live.resume(start);
      while (next < toExclusive && atMillis[next] < start) {
        next++;
      }
      while (next < toExclusive && atMillis[next] < end) {
        live.add(atMillis[next], bpm[next]);
        next++;
      }
      live.pause(end);
    }
    return live;
  }
}
