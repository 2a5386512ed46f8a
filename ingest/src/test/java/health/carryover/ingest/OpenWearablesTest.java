package health.carryover.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.EventIntake.Taken;
import health.carryover.analysis.port.Quarantine.Item;
import health.carryover.analysis.port.Quarantine.Query;
import health.carryover.analysis.port.QuarantineDesk.Replayed;
import health.carryover.analysis.port.Telemetry.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events as the makers of Open Wearables document them. */
class OpenWearablesTest {
  private static final String USER = "550e8400-e29b-41d4-a716-446655440000";
  private static final String DEVICE = "ow-" + USER;
  private static final String HEART_RATE =
      """
      {"type":"heart_rate.created","data":{"user_id":"%s","provider":"garmin",
       "series_type":"heart_rate","sample_count":3,
       "start_time":"2026-03-02T11:30:00+01:00","end_time":"2026-03-02T11:40:00+01:00","samples":[
       {"timestamp":"2026-03-02T11:30:00+01:00","type":"heart_rate","value":62,"unit":"bpm",
        "source":{"provider":"garmin"},"is_daily_total":null},
       {"timestamp":"2026-03-02T11:35:00+01:00","type":"heart_rate","value":0,"unit":"bpm"},
       {"timestamp":"2026-03-02T11:40:00+01:00","type":"heart_rate","value":70,"unit":"bpm"}]}}"""
          .formatted(USER);
  private static final String WORKOUT =
      """
      {"type":"workout.created","data":{"id":"a1b2c3d4-e5f6-7890-abcd-ef1234567890",
       "user_id":"%s","type":"walking","start_time":"2026-03-02T08:00:00+01:00",
       "end_time":"2026-03-02T08:30:00+01:00","zone_offset":"+01:00","duration_seconds":1740.0,
       "source":{"provider":"garmin"},"calories_kcal":480.0,"avg_heart_rate_bpm":108}}"""
          .formatted(USER);

  private final House house = new House();
  private final IngestService service = house.service();

  @BeforeEach
  void start() throws Exception {
    service.start();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(service.stop()).isTrue();
  }

  private Taken post(@Nullable String id, String event) throws Exception {
    return service
        .openWearables("c1", id, event.getBytes(StandardCharsets.UTF_8))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void heartRateAndWorkoutsAreUsedAndCountOnce() throws Exception {
    house.enrol(DEVICE, "p1");
    assertThat(post("msg_1", HEART_RATE))
        .isEqualTo(new Taken("accepted", List.of("heart-rate.implausible")));
    assertThat(post("msg_1", HEART_RATE))
        .isEqualTo(new Taken("duplicate", List.of("heart-rate.implausible")));
    assertThat(post("msg_2", WORKOUT)).isEqualTo(new Taken("accepted", List.of()));
    assertThat(post(null, WORKOUT)).isEqualTo(new Taken("accepted", List.of()));
    assertThat(post(null, WORKOUT)).isEqualTo(new Taken("duplicate", List.of()));
    House.await(() -> service.waiting() == 0);
    assertThat(house.readings("p1")).extracting(Reading::bpm).containsExactly(62f, 70f);
    assertThat(house.assessments("p1"))
        .extracting(assessment -> assessment.get("session"))
        .containsOnly("a1b2c3d4-e5f6-7890-abcd-ef1234567890");
    assertThat(house.memoryJournal.read(0, 10).get(0).entry().payload())
        .isEqualTo(HEART_RATE.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void otherContentUnderAnIdIsAConflict() throws Exception {
    house.enrol(DEVICE, "p1");
    assertThat(post("msg_1", WORKOUT).fate()).isEqualTo("accepted");
    assertThat(post("msg_1", WORKOUT.replace("08:30", "08:31")))
        .isEqualTo(new Taken("quarantined", List.of("identity.conflict")));
  }

  @Test
  void whatIsNotUsedIsKeptWithItsCode() throws Exception {
    house.enrol(DEVICE, "p1");
    Map<String, String> codes =
        Map.of(
            HEART_RATE.replace("heart_rate.created", "steps.created"),
            "event.unknown",
            HEART_RATE.replace("heart_rate.created", "series.heart_rate.created"),
            "event.unknown",
            HEART_RATE.replace(
                "\"series_type\":\"heart_rate\"", "\"series_type\":\"resting_heart_rate\""),
            "field.unknown-value",
            "no json",
            "json.malformed",
            "[]",
            "json.not-object",
            "{\"type\":\"heart_rate.created\"}",
            "field.missing",
            HEART_RATE.replace(
                "2026-03-02T11:30:00+01:00\",\"type", "2026-03-02T11:30:00\",\"type"),
            "time.no-offset");
    for (Map.Entry<String, String> each : codes.entrySet()) {
      Taken taken = post(null, each.getKey());
      assertThat(taken.codes()).as(each.getKey()).contains(each.getValue());
    }
    assertThat(post("x", "a".repeat((1 << 20) + 1)).codes()).containsExactly("json.too-large");
  }

  @Test
  void beforeTheUserIsEnrolledEventsWaitInQuarantine() throws Exception {
    assertThat(post("msg_1", HEART_RATE).codes()).containsExactly("device.unknown");
    assertThat(house.memoryQuarantine.newest(10))
        .extracting(Item::device)
        .containsExactly(Optional.of(DEVICE));
    house.enrol(DEVICE, "p1");
    assertThat(
            service.quarantineDesk().replay(new Query("device.unknown", DEVICE, null, null), "ann"))
        .isEqualTo(new Replayed(1, 0, Map.of()));
    House.await(() -> service.waiting() == 0);
    assertThat(house.readings("p1")).hasSize(2);
    // The sender repeats what it was not told of.
    assertThat(post("msg_1", HEART_RATE).fate()).isEqualTo("duplicate");
  }
}
