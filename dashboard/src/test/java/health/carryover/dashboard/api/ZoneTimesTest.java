package health.carryover.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Telemetry.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZoneTimesTest {
  private static final Map<String, Object> LOAD = Map.of("restBpm", 65.0, "maxBpm", 168.1);

  /** Rest 65, maximum 168.1: 40 % of the reserve is 106.24, 60 % is 126.86. */
  @Test
  void everyReadingHoldsUntilTheNextAndGapsBelongToNoZone() {
    List<Reading> readings = new ArrayList<>();
    for (int second = 0; second < 60; second++) {
      readings.add(new Reading("d", second * 1000L, second < 30 ? 106 : 107));
    }
    for (int second = 160; second <= 180; second++) {
      readings.add(new Reading("d", second * 1000L, 160));
    }
    Map<String, Object> found = ZoneTimes.of(HeartRateSeries.of("d", readings), LOAD);
    assertThat(seconds(found)).containsExactly(0.0, 30.0, 29.0, 0.0, 20.0);
    assertThat(found.get("silentSeconds")).isEqualTo(101.0);
    assertThat(found.get("zones").toString())
        .contains("zone=moderate, fromBpm=106.24", "zone=very-light, fromBpm=null");
  }

  private static List<Object> seconds(Map<String, Object> found) {
    return ((List<?>) found.get("zones"))
        .stream().map(zone -> (Object) ((Map<?, ?>) zone).get("seconds")).toList();
  }

  @Test
  void withoutBothReferencesThereAreNoZones() {
    List<Reading> readings = List.of(new Reading("d", 0, 100), new Reading("d", 1000, 100));
    assertThat(ZoneTimes.of(HeartRateSeries.of("d", readings), Map.of())).isNull();
    assertThat(ZoneTimes.of(HeartRateSeries.of("d", readings), Map.of("restBpm", 65.0))).isNull();
    assertThat(ZoneTimes.of(HeartRateSeries.of("d", List.of()), LOAD).get("silentSeconds"))
        .isEqualTo(0.0);
  }
}
