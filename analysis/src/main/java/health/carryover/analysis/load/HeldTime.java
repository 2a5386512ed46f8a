package health.carryover.analysis.load;

import java.util.Arrays;

/**
 * Zero-order hold over irregular samples: each heart rate lasts until the next sample, at most
 * {@code max(15 s, 3 x median interval)}; 30 s while no interval is known.
 *
 * <p>The cap depends on a median that is known only at the end. Intervals of at most 5 s can never
 * be capped nor move the cap above 15 s one by one, so they are summed at once; the few longer ones
 * are kept until the distribution is asked for. That makes the running and the final result one
 * computation. Confined to its owner's thread.
 */
final class HeldTime {

  private static final long SHORT_MILLIS = 5_000;
  private static final long SMALLEST_CAP_MILLIS = 15_000;
  private static final long UNKNOWN_INTERVAL_CAP_MILLIS = 30_000;
  private static final int CAP_INTERVALS = 3;

  private final long[] wholeBpmMillis;
  private final DistinctHeartRates fractional;

  private long shortIntervals;
  private long longestShortMillis;

  /** Intervals between two samples that are longer than 5 s, in order of arrival. */
  private long[] longMillis = new long[8];

  private float[] longBpm = new float[8];
  private int longIntervals;

  /** Long holds from a last sample to a pause: capped like an interval, no part of the median. */
  private long[] tailMillis = new long[4];

  private float[] tailBpm = new float[4];
  private int tails;

  private boolean holding;
  private long lastAtMillis;
  private float lastBpm;

  HeldTime() {
    this(new long[256], new DistinctHeartRates());
  }

  private HeldTime(long[] wholeBpmMillis, DistinctHeartRates fractional) {
    this.wholeBpmMillis = wholeBpmMillis;
    this.fractional = fractional;
  }

  HeldTime copy() {
    HeldTime copy = new HeldTime(wholeBpmMillis.clone(), fractional.copy());
    copy.shortIntervals = shortIntervals;
    copy.longestShortMillis = longestShortMillis;
    copy.longMillis = longMillis.clone();
    copy.longBpm = longBpm.clone();
    copy.longIntervals = longIntervals;
    copy.tailMillis = tailMillis.clone();
    copy.tailBpm = tailBpm.clone();
    copy.tails = tails;
    copy.holding = holding;
    copy.lastAtMillis = lastAtMillis;
    copy.lastBpm = lastBpm;
    return copy;
  }

  /** Takes a sample that is later than the one before it. */
  void add(long atMillis, float bpm) {
    if (holding) {
      long interval = atMillis - lastAtMillis;
      if (interval <= SHORT_MILLIS) {
        shortIntervals++;
        longestShortMillis = Math.max(longestShortMillis, interval);
        hold(wholeBpmMillis, fractional, lastBpm, interval);
      } else {
        keepLong(interval, lastBpm);
      }
    }
    holding = true;
    lastAtMillis = atMillis;
    lastBpm = bpm;
  }

  /** Ends the current hold: a pause or the end of the session. */
  void close(long atMillis) {
    if (!holding) {
      return;
    }
    holding = false;
    long tail = atMillis - lastAtMillis;
    if (tail <= SHORT_MILLIS) {
      hold(wholeBpmMillis, fractional, lastBpm, tail);
    } else {
      if (tails == tailMillis.length) {
        tailMillis = Arrays.copyOf(tailMillis, 2 * tails);
        tailBpm = Arrays.copyOf(tailBpm, 2 * tails);
      }
      tailMillis[tails] = tail;
      tailBpm[tails++] = lastBpm;
    }
  }

  /** The longest time one sample stands for, given the intervals so far. */
  long capMillis() {
    long intervals = shortIntervals + longIntervals;
    if (intervals == 0) {
      return UNKNOWN_INTERVAL_CAP_MILLIS;
    }
    if (2 * shortIntervals > intervals) {
      return SMALLEST_CAP_MILLIS;
    }
    long[] sorted = Arrays.copyOf(longMillis, longIntervals);
    Arrays.sort(sorted);
    int upper = (int) (intervals / 2 - shortIntervals);
    long upperMiddle = sorted[upper];
    long lowerMiddle;
    if (intervals % 2 == 1) {
      lowerMiddle = upperMiddle;
    } else {
      lowerMiddle = upper == 0 ? longestShortMillis : sorted[upper - 1];
    }
    // Three medians, where the median of an even number is the mean of the middle two.
    return Math.max(SMALLEST_CAP_MILLIS, CAP_INTERVALS * (lowerMiddle + upperMiddle) / 2);
  }

  /** What was held until {@code nowMillis}, an open hold included. */
  HeartRateDistribution distributionAt(long nowMillis) {
    long cap = capMillis();
    long[] whole = wholeBpmMillis.clone();
    DistinctHeartRates other = fractional.copy();
    for (int i = 0; i < longIntervals; i++) {
      hold(whole, other, longBpm[i], Math.min(cap, longMillis[i]));
    }
    for (int i = 0; i < tails; i++) {
      hold(whole, other, tailBpm[i], Math.min(cap, tailMillis[i]));
    }
    if (holding) {
      hold(whole, other, lastBpm, Math.min(cap, nowMillis - lastAtMillis));
    }
    return new HeartRateDistribution(whole, other);
  }

  private void keepLong(long interval, float bpm) {
    if (longIntervals == longMillis.length) {
      longMillis = Arrays.copyOf(longMillis, 2 * longIntervals);
      longBpm = Arrays.copyOf(longBpm, 2 * longIntervals);
    }
    longMillis[longIntervals] = interval;
    longBpm[longIntervals++] = bpm;
  }

  private static void hold(long[] whole, DistinctHeartRates other, float bpm, long millis) {
    int index = (int) bpm;
    if (index == bpm && index < whole.length) {
      whole[index] += millis;
    } else {
      other.add(bpm, millis);
    }
  }
}
