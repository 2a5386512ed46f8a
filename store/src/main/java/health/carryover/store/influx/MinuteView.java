package health.carryover.store.influx;

import com.influxdb.query.InfluxQLQueryResult.Series;
import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry.Block;
import health.carryover.analysis.port.Telemetry.Minute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The minutes of a server of version 1, summed up when their readings are written and kept for
 * longer than these. Any thread reads; one renews or builds at a time.
 *
 * <p>A minute is always summed up from all readings that the server has of it, so that late and
 * repeated readings come out right. One that was summed up from more readings than the server still
 * has stays as it is. Every method may throw {@link StoreUnavailableException}.
 */
final class MinuteView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MinuteView.class);

  /** The name under which is kept how far the readings of earlier versions are summed up. */
  static final String CONSUMER = "influx-minutes";

  private static final long COMPLETE = Long.MAX_VALUE;
  private static final int CONDITIONS_AT_ONCE = 40;
  private static final int MINUTES_OF_SLICE = 60;

  private final InfluxConnection asking;
  private final InfluxConnection renewing;
  private final String policy;
  private final Offsets offsets;
  private int sliceMinutes = MINUTES_OF_SLICE;
  private volatile boolean complete;

  /**
   * @param asking for readers, who close it
   */
  MinuteView(InfluxAddress address, InfluxConnection asking, Offsets offsets) {
    this.asking = asking;
    this.renewing = InfluxConnection.unhurried(address);
    this.policy = address.minutesPolicy();
    this.offsets = offsets;
  }

  /** Sums up every minute that {@code blocks} have readings of. */
  void renew(Collection<Block> blocks) {
    TouchedMinutes touched = new TouchedMinutes(blocks);
    renew(touched.conditions(), touched::contains);
  }

  private void renew(List<String> conditions, Predicate<MinutePoint> wanted) {
    for (int from = 0; from < conditions.size(); from += CONDITIONS_AT_ONCE) {
      int to = Math.min(conditions.size(), from + CONDITIONS_AT_ONCE);
      renewAtOnce(conditions.subList(from, to), wanted);
    }
  }

  private void renewAtOnce(List<String> conditions, Predicate<MinutePoint> wanted) {
    List<Series> stored = new ArrayList<>();
    List<Series> summedUp = new ArrayList<>();
    String both =
        conditions.stream()
            .map(
                condition ->
                    MinutePoint.summedUp(condition) + ";" + MinutePoint.stored(policy, condition))
            .collect(Collectors.joining(";"));
    for (Series series : renewing.query(both)) {
      (series.getName().equals(MinutePoint.MEASUREMENT) ? stored : summedUp).add(series);
    }
    Map<MinutePoint.Place, Integer> held =
        MinutePoint.of(stored).stream()
            .collect(
                Collectors.toMap(MinutePoint::place, MinutePoint::readings, (one, same) -> one));
    write(
        MinutePoint.of(summedUp).stream()
            .filter(wanted)
            .filter(point -> point.readings() >= held.getOrDefault(point.place(), 0))
            .map(MinutePoint::line)
            .toList());
  }

  private void write(List<String> lines) {
    int atOnce = InfluxConnection.POINTS_AT_ONCE;
    for (int from = 0; from < lines.size(); from += atOnce) {
      try {
        renewing.write(policy, lines.subList(from, Math.min(lines.size(), from + atOnce)));
      } catch (PointsRefusedException olderThanKept) {
        LOG.debug("minutes that are older than they are kept: {}", olderThanKept.dropped());
      }
    }
  }

  /**
   * Sums up one more slice of what an earlier version wrote, if there is any. What fails is tried
   * again by the next call, with less at once.
   */
  void build() {
    if (isComplete()) {
      return;
    }
    try {
      buildSlice();
      sliceMinutes = Math.min(MINUTES_OF_SLICE, sliceMinutes * 2);
    } catch (StoreUnavailableException awayOrTooMuch) {
      sliceMinutes = Math.max(1, sliceMinutes / 2);
    }
  }

  private void buildSlice() {
    OptionalLong next = firstReading(offsets.of(CONSUMER) + HeartRateLines.FIRST_MILLI);
    if (next.isEmpty()) {
      offsets.advance(CONSUMER, COMPLETE);
      return;
    }
    long from = next.getAsLong() - Math.floorMod(next.getAsLong(), MinutePoint.MINUTE_MILLIS);
    long to = from + sliceMinutes * MinutePoint.MINUTE_MILLIS;
    renew(List.of(InfluxQl.within(from, to)), point -> true);
    offsets.advance(CONSUMER, to - HeartRateLines.FIRST_MILLI);
  }

  private OptionalLong firstReading(long fromMillis) {
    return renewing
        .query(
            "SELECT FIRST(bpm::float) FROM "
                + HeartRateLines.MEASUREMENT
                + " WHERE time >= "
                + fromMillis * HeartRateLines.NANOS_PER_MILLI)
        .stream()
        .flatMap(series -> series.getValues().stream())
        .mapToLong(InfluxQl::milli)
        .findFirst();
  }

  /** Whether it has every minute that the server has readings of. */
  boolean isComplete() {
    if (!complete) {
      complete = offsets.of(CONSUMER) == COMPLETE;
    }
    return complete;
  }

  /** Whole minutes as they are stored, and those at the bounds from the readings within them. */
  List<Minute> minutes(String patient, long fromInclusiveMillis, long toExclusiveMillis) {
    long first = -Math.floorDiv(-fromInclusiveMillis, MinutePoint.MINUTE_MILLIS);
    long last = Math.floorDiv(toExclusiveMillis, MinutePoint.MINUTE_MILLIS);
    long firstMillis = first * MinutePoint.MINUTE_MILLIS;
    long lastMillis = last * MinutePoint.MINUTE_MILLIS;
    List<String> statements = new ArrayList<>();
    if (first >= last) {
      statements.add(summedUp(patient, fromInclusiveMillis, toExclusiveMillis));
    } else {
      statements.add(MinutePoint.stored(policy, InfluxQl.within(patient, firstMillis, lastMillis)));
      if (fromInclusiveMillis < firstMillis) {
        statements.add(summedUp(patient, fromInclusiveMillis, firstMillis));
      }
      if (lastMillis < toExclusiveMillis) {
        statements.add(summedUp(patient, lastMillis, toExclusiveMillis));
      }
    }
    return MinutePoint.minutes(MinutePoint.of(asking.query(String.join(";", statements))));
  }

  private static String summedUp(String patient, long fromMillis, long toMillis) {
    return MinutePoint.summedUp(InfluxQl.within(patient, fromMillis, toMillis));
  }

  /** Of how many readings of {@code patient} there are minutes. */
  long readings(String patient) {
    return asking
        .query(
            "SELECT SUM(readings) FROM \""
                + policy
                + "\"."
                + MinutePoint.MEASUREMENT
                + " WHERE "
                + InfluxQl.is(patient))
        .stream()
        .flatMap(series -> series.getValues().stream())
        .mapToLong(point -> InfluxQl.whole(point, "sum"))
        .sum();
  }

  /** Ends what it opened itself. */
  @Override
  public void close() {
    renewing.close();
  }
}
