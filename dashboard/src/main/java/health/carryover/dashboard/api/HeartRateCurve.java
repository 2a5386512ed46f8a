package health.carryover.dashboard.api;

import health.carryover.analysis.port.Telemetry.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A heart-rate curve of one device, thinned to what a screen can show: at most {@value
 * #MOST_POINTS} points. Every point is one of the series; the first, the last, the highest and the
 * lowest stay, and so do the highest and lowest of each stretch of time. Where readings are missing
 * there is a point without a value, so that no line is drawn across.
 *
 * @param readings how many readings there were
 * @param gaps how many silences are marked
 */
record HeartRateCurve(String device, int readings, int gaps, List<Point> points) {
  static final int MOST_POINTS = 600;

  /**
   * One point.
   *
   * @param bpm null: nothing was measured from the point before to the point after
   */
  record Point(long atMillis, @Nullable Float bpm) {}

  /**
   * @param series of at least one point
   */
  static HeartRateCurve of(HeartRateSeries series) {
    List<Reading> readings = series.points();
    List<int[]> segments = segments(readings, series.gapMillis());
    TreeSet<Integer> kept = new TreeSet<>();
    int budget = MOST_POINTS - (segments.size() - 1) - 2 * segments.size() - 2;
    for (int[] segment : segments) {
      int share = (int) ((long) budget * (segment[1] - segment[0]) / readings.size());
      keep(readings, segment[0], segment[1], share / 2, kept);
    }
    kept.add(lowest(readings, 0, readings.size()));
    kept.add(highest(readings, 0, readings.size()));
    List<Point> points = new ArrayList<>();
    int next = 0;
    for (int index : kept) {
      if (next < segments.size() && index >= segments.get(next)[0]) {
        if (next > 0) {
          points.add(new Point((at(readings, index - 1) + at(readings, index)) / 2, null));
        }
        next++;
      }
      points.add(new Point(at(readings, index), readings.get(index).bpm()));
    }
    return new HeartRateCurve(
        series.device(), series.readings(), segments.size() - 1, List.copyOf(points));
  }

  /** Stretches without a gap as index bounds, the upper one exclusive. */
  private static List<int[]> segments(List<Reading> readings, long gapMillis) {
    List<int[]> segments = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < readings.size(); i++) {
      if (at(readings, i) - at(readings, i - 1) > gapMillis) {
        segments.add(new int[] {from, i});
        from = i;
      }
    }
    segments.add(new int[] {from, readings.size()});
    return segments;
  }

  private static void keep(
      List<Reading> readings, int from, int to, int buckets, TreeSet<Integer> kept) {
    kept.add(from);
    kept.add(to - 1);
    if (buckets == 0) {
      return;
    }
    long start = at(readings, from);
    double width = Math.max(1, (at(readings, to - 1) - start + 1) / (double) buckets);
    int first = from;
    while (first < to) {
      long bucket = (long) ((at(readings, first) - start) / width);
      int last = first + 1;
      while (last < to && (long) ((at(readings, last) - start) / width) == bucket) {
        last++;
      }
      kept.add(lowest(readings, first, last));
      kept.add(highest(readings, first, last));
      first = last;
    }
  }

  private static int lowest(List<Reading> readings, int from, int to) {
    int found = from;
    for (int i = from; i < to; i++) {
      found = readings.get(i).bpm() < readings.get(found).bpm() ? i : found;
    }
    return found;
  }

  private static int highest(List<Reading> readings, int from, int to) {
    int found = from;
    for (int i = from; i < to; i++) {
      found = readings.get(i).bpm() > readings.get(found).bpm() ? i : found;
    }
    return found;
  }

  private static long at(List<Reading> readings, int index) {
    return readings.get(index).atMillis();
  }
}
