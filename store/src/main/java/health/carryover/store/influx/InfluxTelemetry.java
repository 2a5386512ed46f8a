package health.carryover.store.influx;

import com.influxdb.query.InfluxQLQueryResult.Series;
import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryErasure;
import health.carryover.analysis.port.TelemetryRefusals;
import health.carryover.analysis.port.TelemetryRefusals.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Heart-rate readings in InfluxDB. Any thread reads; one appends at a time.
 *
 * <p>{@link #append} tries once: whoever feeds it tries again. Writing a block again stores the
 * same points, so that a failure half-way leaves nothing to undo. How far it has come is kept in
 * {@link Offsets}, which must be as durable as the server.
 *
 * <p>A server of version 1 also holds the minutes, see {@link MinuteView}; elsewhere they are
 * summed up when they are asked for.
 */
public final class InfluxTelemetry implements Telemetry, TelemetryErasure, AutoCloseable {
  /** The name under which the highest sequence is kept. */
  static final String CONSUMER = "influx";

  private static final int POINTS_AT_ONCE = InfluxConnection.POINTS_AT_ONCE;
  private static final Comparator<Reading> BY_TIME =
      Comparator.comparingLong(Reading::atMillis).thenComparing(Reading::device);

  private final InfluxAddress address;
  private final InfluxConnection connection;
  private final @Nullable MinuteView view;
  private final Offsets offsets;
  private final TelemetryRefusals refusals;
  private volatile boolean prepared;

  /** Nothing is asked of the server yet. */
  public InfluxTelemetry(InfluxAddress address, Offsets offsets, TelemetryRefusals refusals) {
    this.address = address;
    this.connection = InfluxConnection.prompt(address);
    this.view =
        address.api() == InfluxAddress.Api.V1 ? new MinuteView(address, connection, offsets) : null;
    this.offsets = offsets;
    this.refusals = refusals;
  }

  @Override
  public synchronized void append(List<Block> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    prepare();
    if (view != null) {
      view.build();
    }
    long last = lastSequence();
    Map<Long, Block> added = new LinkedHashMap<>();
    for (Block block : blocks) {
      if (block.sequence() > last || !isHeld(block)) {
        added.putIfAbsent(block.sequence(), block);
      }
    }
    List<Refusal> refused = new ArrayList<>();
    List<Written> waiting = new ArrayList<>();
    int points = 0;
    for (Block block : added.values()) {
      Written lines = new Written(block.sequence(), HeartRateLines.of(block));
      if (points + lines.lines().size() > POINTS_AT_ONCE) {
        write(waiting, refused);
        waiting.clear();
        points = 0;
      }
      waiting.add(lines);
      points += lines.lines().size();
    }
    write(waiting, refused);
    refusals.note(refused);
    if (view != null) {
      // Of all blocks: an earlier attempt may have come as far as their readings.
      view.renew(blocks);
    }
    added.keySet().stream()
        .mapToLong(Long::longValue)
        .max()
        .ifPresent(highest -> offsets.advance(CONSUMER, highest));
  }

  /** The lines of one block. */
  private record Written(long sequence, List<String> lines) {}

  /**
   * Writes blocks; where the server refuses some points for good, finds out which blocks they
   * belong to by halves. What is written more than once on the way is the same points.
   */
  private void write(List<Written> blocks, List<Refusal> refused) {
    List<String> lines = blocks.stream().flatMap(block -> block.lines().stream()).toList();
    if (lines.isEmpty()) {
      return;
    }
    try {
      // One block may be larger than a request should be.
      for (int from = 0; from < lines.size(); from += POINTS_AT_ONCE) {
        connection.write(
            address.policy(), lines.subList(from, Math.min(lines.size(), from + POINTS_AT_ONCE)));
      }
    } catch (PointsRefusedException e) {
      if (blocks.size() == 1) {
        int dropped = e.dropped() == 0 ? lines.size() : e.dropped();
        refused.add(new Refusal(blocks.get(0).sequence(), dropped, e.code()));
      } else if (e.dropped() == lines.size()) {
        blocks.stream()
            .filter(block -> !block.lines().isEmpty())
            .map(block -> new Refusal(block.sequence(), block.lines().size(), e.code()))
            .forEach(refused::add);
      } else {
        int half = blocks.size() / 2;
        write(blocks.subList(0, half), refused);
        write(blocks.subList(half, blocks.size()), refused);
      }
    }
  }

  /** Version 1 makes databases and policies by query; in later ones they are the operator's. */
  private void prepare() {
    if (!prepared && address.api() == InfluxAddress.Api.V1) {
      makePolicies();
    }
  }

  private synchronized void makePolicies() {
    connection.query("CREATE DATABASE \"" + address.database() + "\"");
    makePolicy(address.policy(), address.keep());
    makePolicy(address.minutesPolicy(), address.keepMinutes());
    prepared = true;
  }

  private void makePolicy(String name, Duration keep) {
    String policy = "RETENTION POLICY \"" + name + "\" ON \"" + address.database() + "\"";
    String duration = " DURATION " + (keep.isZero() ? "INF" : keep.toSeconds() + "s");
    try {
      connection.query("CREATE " + policy + duration + " REPLICATION 1");
    } catch (StoreUnavailableException exists) {
      connection.query("ALTER " + policy + duration);
    }
  }

  private boolean isHeld(Block block) {
    if (block.atMillis().length == 0) {
      return true;
    }
    LongSummaryStatistics times = LongStream.of(block.atMillis()).summaryStatistics();
    return !connection
        .query(
            "SELECT COUNT(bpm) FROM heart_rate WHERE sequence = "
                + block.sequence()
                + " AND "
                + InfluxQl.within(block.patient(), times.getMin(), times.getMax() + 1))
        .isEmpty();
  }

  @Override
  public List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive) {
    prepare();
    List<Series> found =
        connection.query(
            "SELECT bpm FROM heart_rate WHERE "
                + InfluxQl.within(
                    patient, InfluxQl.millis(fromInclusive), InfluxQl.millis(toExclusive))
                + " GROUP BY device");
    List<Reading> readings = new ArrayList<>();
    for (Series series : found) {
      Map<Long, Float> highest = new TreeMap<>();
      for (Series.Record point : series.getValues()) {
        highest.merge(InfluxQl.milli(point), (float) InfluxQl.number(point, "bpm"), Math::max);
      }
      String device = InfluxQl.tag(series, "device");
      highest.forEach((at, bpm) -> readings.add(new Reading(device, at, bpm)));
    }
    readings.sort(BY_TIME);
    return readings;
  }

  @Override
  public List<Minute> minutes(String patient, Instant fromInclusive, Instant toExclusive) {
    prepare();
    long from = InfluxQl.millis(fromInclusive);
    long to = InfluxQl.millis(toExclusive);
    if (view != null && view.isComplete()) {
      return view.minutes(patient, from, to);
    }
    return MinutePoint.minutes(
        MinutePoint.of(connection.query(MinutePoint.summedUp(InfluxQl.within(patient, from, to)))));
  }

  /** How many points the server has of all patients. */
  public long points() {
    prepare();
    return connection.query("SELECT COUNT(bpm) FROM heart_rate").stream()
        .flatMap(series -> series.getValues().stream())
        .mapToLong(found -> InfluxQl.whole(found, "count"))
        .sum();
  }

  /** How many points {@code block} is. */
  public static long pointsOf(Block block) {
    return LongStream.of(block.atMillis()).distinct().count();
  }

  @Override
  public long lastSequence() {
    return offsets.of(CONSUMER);
  }

  /** Waits for an {@link #append} that is under way. */
  @Override
  public synchronized long erase(String patient) {
    long found = left(patient);
    if (found > 0) {
      connection.delete(patient);
    }
    return found - left(patient);
  }

  /** Also those of which there is only a minute any more. */
  @Override
  public long left(String patient) {
    prepare();
    long readings =
        connection.query("SELECT COUNT(bpm) FROM heart_rate WHERE " + InfluxQl.is(patient)).stream()
            .flatMap(series -> series.getValues().stream())
            .mapToLong(point -> InfluxQl.whole(point, "count"))
            .sum();
    return view == null ? readings : Math.max(readings, view.readings(patient));
  }

  @Override
  public void close() {
    if (view != null) {
      view.close();
    }
    connection.close();
  }
}
