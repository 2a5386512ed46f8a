package health.carryover.dashboard.api;

import health.carryover.analysis.port.Telemetry.Minute;
import health.carryover.analysis.port.Telemetry.Reading;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The heart rate of one device by time, as readings or by the minute, and when it counts as
 * missing: in a silence longer than 15 s, by the minute longer than a minute, and longer than three
 * times the usual interval. If there are more silences than a screen can show, the shorter ones are
 * none.
 *
 * @param points readings, or the mean of each minute in its middle
 * @param readings how many readings there were
 * @param gapMillis the longest silence between points that is none
 */
record HeartRateSeries(String device, List<Reading> points, int readings, long gapMillis) {
  private static final int MOST_GAPS = 100;
  private static final long SHORTEST_GAP_MILLIS = 15_000;
  private static final long MINUTE_MILLIS = 60_000;

  /** One for each device, the one with the most readings first. */
  static List<HeartRateSeries> ofReadings(List<Reading> readings) {
    Map<String, List<Reading>> byDevice =
        readings.stream()
            .collect(
                Collectors.groupingBy(Reading::device, LinkedHashMap::new, Collectors.toList()));
    return byDevice.entrySet().stream()
        .map(one -> of(one.getKey(), one.getValue()))
        .sorted(Comparator.comparingInt(HeartRateSeries::readings).reversed())
        .toList();
  }

  /** The same by the minute. */
  static List<HeartRateSeries> ofMinutes(List<Minute> minutes) {
    Map<String, List<Minute>> byDevice =
        minutes.stream()
            .collect(
                Collectors.groupingBy(Minute::device, LinkedHashMap::new, Collectors.toList()));
    return byDevice.entrySet().stream()
        .map(one -> byMinute(one.getKey(), one.getValue()))
        .sorted(Comparator.comparingInt(HeartRateSeries::readings).reversed())
        .toList();
  }

  /**
   * @param readings of {@code device} by time
   */
  static HeartRateSeries of(String device, List<Reading> readings) {
    long[] intervals = sortedIntervals(readings);
    return new HeartRateSeries(
        device,
        readings,
        readings.size(),
        gapMillis(intervals, SHORTEST_GAP_MILLIS, middle(intervals)));
  }

  private static HeartRateSeries byMinute(String device, List<Minute> minutes) {
    List<Reading> means =
        minutes.stream()
            .map(
                minute -> new Reading(device, minute.atMillis() + MINUTE_MILLIS / 2, minute.mean()))
            .toList();
    long[] intervals = sortedIntervals(means);
    long readings = middle(minutes.stream().mapToLong(Minute::readings).sorted().toArray());
    long usual = readings > 1 ? MINUTE_MILLIS / readings : middle(intervals);
    return new HeartRateSeries(
        device,
        means,
        minutes.stream().mapToInt(Minute::readings).sum(),
        gapMillis(intervals, MINUTE_MILLIS, usual));
  }

  private static long[] sortedIntervals(List<Reading> points) {
    long[] intervals = new long[Math.max(0, points.size() - 1)];
    for (int i = 0; i < intervals.length; i++) {
      intervals[i] = points.get(i + 1).atMillis() - points.get(i).atMillis();
    }
    Arrays.sort(intervals);
    return intervals;
  }

  private static long middle(long[] sorted) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
  }

  private static long gapMillis(long[] sorted, long shortest, long usual) {
    long gap = Math.max(shortest, 3 * usual);
    return sorted.length > MOST_GAPS ? Math.max(gap, sorted[sorted.length - 1 - MOST_GAPS]) : gap;
  }
}
