package health.carryover.store.influx;

import health.carryover.analysis.port.Telemetry.Block;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The minutes that some blocks have readings of, by patient. */
final class TouchedMinutes {
  /** What lies closer together is asked for at once. */
  private static final long TOGETHER_MILLIS = 15 * MinutePoint.MINUTE_MILLIS;

  private static final long LONGEST_PIECE_MILLIS = 24 * 60 * MinutePoint.MINUTE_MILLIS;

  /** Above that a statement that names them costs more than reading the others. */
  private static final int PATIENTS_NAMED = 100;

  private final Map<String, TreeSet<Long>> byPatient = new TreeMap<>();

  TouchedMinutes(Collection<Block> blocks) {
    for (Block block : blocks) {
      for (long at : block.atMillis()) {
        if (at >= HeartRateLines.FIRST_MILLI && at <= HeartRateLines.LAST_MILLI) {
          byPatient
              .computeIfAbsent(block.patient(), patient -> new TreeSet<>())
              .add(at - Math.floorMod(at, MinutePoint.MINUTE_MILLIS));
        }
      }
    }
  }

  boolean contains(MinutePoint point) {
    TreeSet<Long> minutes = byPatient.get(point.patient());
    return minutes != null && minutes.contains(point.atMillis());
  }

  /**
   * Conditions that all of them meet, and few others: one if they lie close together, otherwise one
   * or more for each patient.
   */
  List<String> conditions() {
    if (byPatient.isEmpty()) {
      return List.of();
    }
    long first = byPatient.values().stream().mapToLong(TreeSet::first).min().orElseThrow();
    long last = byPatient.values().stream().mapToLong(TreeSet::last).max().orElseThrow();
    if (last - first < TOGETHER_MILLIS) {
      return List.of(named() + within(first, last));
    }
    List<String> conditions = new ArrayList<>();
    byPatient.forEach(
        (patient, minutes) -> {
          long from = minutes.first();
          long to = from;
          for (long minute : minutes) {
            if (minute - to > TOGETHER_MILLIS || minute - from >= LONGEST_PIECE_MILLIS) {
              conditions.add(InfluxQl.is(patient) + " AND " + within(from, to));
              from = minute;
            }
            to = minute;
          }
          conditions.add(InfluxQl.is(patient) + " AND " + within(from, to));
        });
    return conditions;
  }

  private String named() {
    return byPatient.size() > PATIENTS_NAMED
        ? ""
        : byPatient.keySet().stream()
            .map(InfluxQl::is)
            .collect(Collectors.joining(" OR ", "(", ") AND "));
  }

  private static String within(long first, long last) {
    return InfluxQl.within(first, last + MinutePoint.MINUTE_MILLIS);
  }
}
