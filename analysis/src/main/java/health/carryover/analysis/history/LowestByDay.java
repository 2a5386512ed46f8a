package health.carryover.analysis.history;

import health.carryover.analysis.load.SustainedHeartRate;
import health.carryover.analysis.session.HeartRateSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lowest five-minute heart rate of each day (UTC) on which a wearable was worn for hours: what
 * stands in for a resting heart rate nobody told.
 *
 * <p>A function of the set of readings; a day is read again only when its readings changed. What
 * was found stays when the readings are forgotten. Confined to one thread.
 */
public final class LowestByDay {
  private static final long DAY = Duration.ofDays(1).toMillis();

  /** A watch worn for exercise alone never sees rest. Product choice. */
  private static final long WORN_MILLIS = Duration.ofHours(4).toMillis();

  private static final int DAYS_LOOKED_BACK = 14;
  private static final int FEWEST_DAYS = 3;

  private final TreeMap<Long, Double> lowest = new TreeMap<>();
  private final TreeSet<Long> changed = new TreeSet<>();
  private long closedBefore = Long.MIN_VALUE;

  /** Readings of this time came or changed. */
  public void changed(long fromMillis, long toMillis) {
    for (long day = Math.max(dayOf(fromMillis), closedBefore); day <= dayOf(toMillis); day++) {
      changed.add(day);
    }
  }

  /**
   * The lowest of the 14 days before the day of {@code at}, from at least three of them.
   *
   * @param series the readings held, by device
   * @return bpm, or null with fewer days
   */
  public @Nullable Double before(Instant at, Collection<HeartRateSeries> series) {
    long today = dayOf(at.toEpochMilli());
    read(today, series);
    Collection<Double> days = lowest.subMap(today - DAYS_LOOKED_BACK, today).values();
    return days.size() < FEWEST_DAYS
        ? null
        : (Double) days.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** Keeps what the readings before {@code cut} say, for they are about to be forgotten. */
  public void close(Instant cut, Collection<HeartRateSeries> series) {
    long day = dayOf(cut.toEpochMilli()) + 1;
    if (day <= closedBefore) {
      return;
    }
    read(day, series);
    closedBefore = day;
    lowest.headMap(day - 2L * DAYS_LOOKED_BACK).clear();
  }

  /** What closed days say, for snapshots: day since 1970 to bpm. */
  public Map<Long, Double> closed() {
    return Map.copyOf(lowest.headMap(closedBefore));
  }

  /** The first day since 1970 that is not closed. */
  public long closedBefore() {
    return closedBefore;
  }

  /** Puts back what {@link #closed} said. */
  public void restore(Map<Long, Double> closed, long closedBefore) {
    lowest.putAll(closed);
    this.closedBefore = closedBefore;
    changed.headSet(closedBefore).clear();
  }

  private void read(long beforeDay, Collection<HeartRateSeries> series) {
    for (Long day = changed.pollFirst(); day != null; day = changed.pollFirst()) {
      if (day >= beforeDay) {
        changed.add(day);
        return;
      }
      Double found = lowestOn(day, series);
      if (found == null) {
        lowest.remove(day);
      } else {
        lowest.put(day, found);
      }
    }
  }

  private static @Nullable Double lowestOn(long day, Collection<HeartRateSeries> series) {
    Double lowest = null;
    for (HeartRateSeries device : series) {
      int from = device.firstAtOrAfter(day * DAY);
      int to = device.firstAtOrAfter((day + 1) * DAY);
      HeartRateSeries.Slice read = device.slice(from, to);
      Double found =
          SustainedHeartRate.covered(read.atMillis(), read.bpm(), 0, read.size()) < WORN_MILLIS
              ? null
              : SustainedHeartRate.lowestMean(read.atMillis(), read.bpm(), 0, read.size());
      if (found != null && (lowest == null || found < lowest)) {
        lowest = found;
      }
    }
    return lowest;
  }

  private static long dayOf(long millis) {
    return Math.floorDiv(millis, DAY);
  }
}
