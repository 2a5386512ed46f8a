package health.carryover.analysis.load;

import org.jspecify.annotations.Nullable;

/**
 * Heart rates a wearable showed not only for a moment. Product choices for what a wearable may say
 * of a resting or maximal heart rate; readings the artefact rule refuses do not count.
 */
public final class SustainedHeartRate {
  /** A heart rate counts when it was held this long. */
  static final long HELD_MILLIS = 10_000;

  /** A longer silence ends what was held. */
  static final long LONGEST_GAP_MILLIS = 15_000;

  /** Rest is a mean over this long. */
  private static final long REST_MEAN_MILLIS = 300_000;

  /** For a mean a reading never stands for longer than this. */
  private static final long LONGEST_HOLD_MILLIS = 90_000;

  private static final double LEAST_COVERAGE = 0.8;

  private SustainedHeartRate() {}

  /**
   * The highest heart rate that was held for 10 s: over every run of readings in a row that spans
   * 10 s without a silence of more than 15 s, the lowest; of these the highest.
   *
   * @param atMillis ascending
   * @param from first index
   * @param to index after the last
   * @return bpm, or null if nothing was held that long
   */
  public static @Nullable Double highestHeld(long[] atMillis, float[] bpm, int from, int to) {
    float highest = Float.NEGATIVE_INFINITY;
    for (int last = from + 1; last < to; last++) {
      float lowest = bpm[last];
      for (int first = last; first >= from && lowest > highest; first--) {
        if (first < last && atMillis[first + 1] - atMillis[first] > LONGEST_GAP_MILLIS) {
          break;
        }
        lowest = Math.min(lowest, bpm[first]);
        if (isArtefact(atMillis, bpm, first, from, to)) {
          break;
        }
        if (first < last && atMillis[last] - atMillis[first] >= HELD_MILLIS) {
          highest = Math.max(highest, lowest);
          break;
        }
      }
    }
    return highest == Float.NEGATIVE_INFINITY ? null : (Double) (double) highest;
  }

  /**
   * The lowest mean over five minutes in a row. Each reading stands until the next one, for 90 s at
   * most; a mean counts where readings stand for 80 % of its time.
   *
   * @param atMillis ascending
   * @param from first index
   * @param to index after the last
   * @return bpm, or null if no five minutes are covered
   */
  public static @Nullable Double lowestMean(long[] atMillis, float[] bpm, int from, int to) {
    double lowest = Double.POSITIVE_INFINITY;
    double weighted = 0;
    long held = 0;
    int first = from;
    for (int last = from; last + 1 < to; last++) {
      long hold = hold(atMillis, bpm, last, from, to);
      weighted += bpm[last] * (double) hold;
      held += hold;
      long end = atMillis[last + 1];
      while (end - atMillis[first + 1] >= REST_MEAN_MILLIS) {
        long left = hold(atMillis, bpm, first, from, to);
        weighted -= bpm[first] * (double) left;
        held -= left;
        first++;
      }
      long span = end - atMillis[first];
      if (span >= REST_MEAN_MILLIS && held >= LEAST_COVERAGE * span) {
        lowest = Math.min(lowest, weighted / held);
      }
    }
    return lowest == Double.POSITIVE_INFINITY ? null : (Double) lowest;
  }

  /** For how long readings stand between two indices, in milliseconds. */
  public static long covered(long[] atMillis, float[] bpm, int from, int to) {
    long covered = 0;
    for (int i = from; i + 1 < to; i++) {
      covered += hold(atMillis, bpm, i, from, to);
    }
    return covered;
  }

  private static long hold(long[] atMillis, float[] bpm, int index, int from, int to) {
    return isArtefact(atMillis, bpm, index, from, to)
        ? 0
        : Math.min(LONGEST_HOLD_MILLIS, atMillis[index + 1] - atMillis[index]);
  }

  private static boolean isArtefact(long[] atMillis, float[] bpm, int index, int from, int to) {
    return ArtefactRule.outsideRange(bpm[index])
        || (index > from
            && index + 1 < to
            && ArtefactRule.revertingJump(
                bpm[index - 1],
                bpm[index],
                bpm[index + 1],
                atMillis[index] - atMillis[index - 1],
                atMillis[index + 1] - atMillis[index]));
  }
}
