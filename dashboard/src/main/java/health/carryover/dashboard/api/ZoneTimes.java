package health.carryover.dashboard.api;

import health.carryover.analysis.load.HeartRateReference;
import health.carryover.analysis.load.HeartRateZones;
import health.carryover.analysis.port.Telemetry.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a heart rate lay in each zone of intensity, by the references that the session's load is
 * counted with. A reading, or the mean of a minute, holds until the next; where none came, no zone
 * is told.
 */
final class ZoneTimes {
  private static final List<String> CODES =
      List.of("very-light", "light", "moderate", "vigorous", "near-maximal");
  private static final double MILLIS = 1000.0;

  private ZoneTimes() {}

  /**
   * The zones as a document.
   *
   * @param load of the newest assessment, which names the references
   * @return null without both references
   */
  static @Nullable Map<String, @Nullable Object> of(HeartRateSeries series, Map<?, ?> load) {
    if (!(load.get("restBpm") instanceof Number rest)
        || !(load.get("maxBpm") instanceof Number maximum)) {
      return null;
    }
    HeartRateZones zones =
        HeartRateZones.ofReserve(new HeartRateReference(rest.doubleValue(), maximum.doubleValue()));
    long[] millis = new long[zones.count()];
    long silent = 0;
    List<Reading> readings = series.points();
    for (int i = 0; i + 1 < readings.size(); i++) {
      long held = readings.get(i + 1).atMillis() - readings.get(i).atMillis();
      if (held > series.gapMillis()) {
        silent += held;
      } else {
        millis[zones.zoneOf(readings.get(i).bpm())] += held;
      }
    }
    List<Map<String, @Nullable Object>> told = new ArrayList<>();
    for (int zone = 0; zone < zones.count(); zone++) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("zone", CODES.get(zone));
      one.put("fromBpm", zone == 0 ? null : (Double) zones.from(zone));
      one.put("seconds", millis[zone] / MILLIS);
      told.add(one);
    }
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("restBpm", rest.doubleValue());
    document.put("maxBpm", maximum.doubleValue());
    document.put("silentSeconds", silent / MILLIS);
    document.put("zones", told);
    return document;
  }
}
