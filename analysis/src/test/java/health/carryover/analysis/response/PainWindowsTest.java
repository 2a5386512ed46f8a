package health.carryover.analysis.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PainWindowsTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId ADELAIDE = ZoneId.of("Australia/Adelaide");
  private static final List<ZoneId> ZONES = List.of(BERLIN, ADELAIDE);

  private static Instant at(ZoneId zone, String local) {
    return LocalDateTime.parse(local).atZone(zone).toInstant();
  }

  private static PainWindows session(ZoneId zone, String start, String end) {
    return PainWindows.of(at(zone, start), at(zone, end), zone);
  }

  private static Window window(ZoneId zone, String start, String end) {
    return new Window(at(zone, start), at(zone, end));
  }

  @Test
  void anOrdinarySessionInTwoZones() {
    for (ZoneId zone : ZONES) {
      PainWindows windows = session(zone, "2026-01-14T10:00:00", "2026-01-14T10:30:00");
      assertThat(windows.window(ResponseSlot.BEFORE))
          .isEqualTo(window(zone, "2026-01-14T09:00:00", "2026-01-14T10:00:00"));
      assertThat(windows.window(ResponseSlot.DURING))
          .isEqualTo(window(zone, "2026-01-14T10:00:00", "2026-01-14T10:30:00"));
      assertThat(windows.window(ResponseSlot.AFTER))
          .isEqualTo(window(zone, "2026-01-14T10:30:00", "2026-01-14T11:00:00"));
      assertThat(windows.window(ResponseSlot.EVENING))
          .isEqualTo(window(zone, "2026-01-14T12:30:00", "2026-01-15T00:00:00"));
      assertThat(windows.eveningPrompt()).isEqualTo(at(zone, "2026-01-14T19:00:00"));
      assertThat(windows.window(ResponseSlot.NEXT_MORNING))
          .isEqualTo(window(zone, "2026-01-15T04:00:00", "2026-01-15T10:30:00"));
      assertThat(windows.window(ResponseSlot.AFTER_24_HOURS))
          .isEqualTo(window(zone, "2026-01-15T06:30:00", "2026-01-15T14:30:00"));
      assertThat(windows.window(ResponseSlot.AFTER_48_HOURS))
          .isEqualTo(window(zone, "2026-01-16T02:30:00", "2026-01-16T18:30:00"));
    }
  }

  @Test
  void anEarlySessionClosesItsEveningAfterFourteenHours() {
    PainWindows windows = session(BERLIN, "2026-01-14T06:00:00", "2026-01-14T07:00:00");
    assertThat(windows.window(ResponseSlot.EVENING))
        .isEqualTo(window(BERLIN, "2026-01-14T09:00:00", "2026-01-14T21:00:00"));
    assertThat(windows.window(ResponseSlot.NEXT_MORNING))
        .isEqualTo(window(BERLIN, "2026-01-15T04:00:00", "2026-01-15T07:00:00"));
  }

  @Test
  void afterSevenTheEveningIsOneToFourHoursLater() {
    PainWindows windows = session(BERLIN, "2026-01-14T19:00:00", "2026-01-14T21:30:00");
    assertThat(windows.window(ResponseSlot.EVENING))
        .isEqualTo(window(BERLIN, "2026-01-14T22:30:00", "2026-01-15T01:30:00"));
    assertThat(windows.eveningPrompt()).isEqualTo(at(BERLIN, "2026-01-14T22:30:00"));
    assertThat(windows.window(ResponseSlot.NEXT_MORNING))
        .isEqualTo(window(BERLIN, "2026-01-15T04:00:00", "2026-01-15T12:00:00"));
    PainWindows atSeven = session(BERLIN, "2026-01-14T18:00:00", "2026-01-14T19:00:00");
    assertThat(atSeven.window(ResponseSlot.EVENING))
        .isEqualTo(window(BERLIN, "2026-01-14T21:00:00", "2026-01-15T00:00:00"));
  }

  @Test
  void aSessionAfterMidnightBelongsToTheEveningBefore() {
    PainWindows windows = session(BERLIN, "2026-01-14T23:50:00", "2026-01-15T00:30:00");
    assertThat(windows.window(ResponseSlot.EVENING))
        .isEqualTo(window(BERLIN, "2026-01-15T01:30:00", "2026-01-15T04:30:00"));
    assertThat(windows.window(ResponseSlot.NEXT_MORNING))
        .isEqualTo(window(BERLIN, "2026-01-15T06:30:00", "2026-01-15T12:00:00"));
  }

  @Test
  void clockChangesMoveTheMorningAndNotTheHoursSince() {
    // Berlin loses the hour from 02:00 on 29 March 2026.
    PainWindows spring = session(BERLIN, "2026-03-28T17:00:00", "2026-03-28T18:00:00");
    assertThat(spring.window(ResponseSlot.NEXT_MORNING))
        .isEqualTo(window(BERLIN, "2026-03-29T04:00:00", "2026-03-29T12:00:00"));
    assertThat(
            Duration.between(
                at(BERLIN, "2026-03-28T18:00:00"),
                spring.window(ResponseSlot.NEXT_MORNING).startInclusive()))
        .isEqualTo(Duration.ofHours(9));
    assertThat(spring.window(ResponseSlot.AFTER_24_HOURS).startInclusive())
        .isEqualTo(at(BERLIN, "2026-03-29T15:00:00"));
    // It gains one at 03:00 on 25 October 2026.
    PainWindows autumn = session(BERLIN, "2026-10-24T22:30:00", "2026-10-24T23:00:00");
    assertThat(autumn.window(ResponseSlot.EVENING).endExclusive())
        .isEqualTo(at(BERLIN, "2026-10-24T23:00:00").plus(Duration.ofHours(4)));
    assertThat(autumn.window(ResponseSlot.NEXT_MORNING))
        .isEqualTo(window(BERLIN, "2026-10-25T04:00:00", "2026-10-25T12:00:00"));
    // Adelaide loses the hour from 02:00 on 4 October 2026.
    PainWindows south = session(ADELAIDE, "2026-10-03T20:00:00", "2026-10-03T23:30:00");
    assertThat(south.window(ResponseSlot.NEXT_MORNING))
        .isEqualTo(window(ADELAIDE, "2026-10-04T06:30:00", "2026-10-04T12:00:00"));
  }

  @Test
  void slotsAreInferredFromTheTime() {
    PainWindows windows = session(BERLIN, "2026-01-14T10:00:00", "2026-01-14T10:30:00");
    assertThat(windows.slotAt(at(BERLIN, "2026-01-14T08:59:59"))).isEmpty();
    assertThat(windows.slotAt(at(BERLIN, "2026-01-14T09:00:00"))).hasValue(ResponseSlot.BEFORE);
    assertThat(windows.slotAt(at(BERLIN, "2026-01-14T10:00:00"))).hasValue(ResponseSlot.DURING);
    assertThat(windows.slotAt(at(BERLIN, "2026-01-14T10:30:00"))).hasValue(ResponseSlot.AFTER);
    assertThat(windows.slotAt(at(BERLIN, "2026-01-14T11:00:00"))).isEmpty();
    assertThat(windows.slotAt(at(BERLIN, "2026-01-14T20:00:00"))).hasValue(ResponseSlot.EVENING);
    assertThat(windows.slotAt(at(BERLIN, "2026-01-15T03:59:59"))).isEmpty();
    assertThat(windows.slotAt(at(BERLIN, "2026-01-15T07:00:00")))
        .hasValue(ResponseSlot.NEXT_MORNING);
    assertThat(windows.slotAt(at(BERLIN, "2026-01-15T11:00:00")))
        .hasValue(ResponseSlot.NEXT_MORNING);
    assertThat(windows.timeliness(ResponseSlot.NEXT_MORNING, at(BERLIN, "2026-01-15T11:00:00")))
        .isEqualTo(Timeliness.RECALLED);
    assertThat(windows.slotAt(at(BERLIN, "2026-01-15T13:00:00")))
        .hasValue(ResponseSlot.AFTER_24_HOURS);
    assertThat(windows.slotAt(at(BERLIN, "2026-01-16T07:00:00")))
        .hasValue(ResponseSlot.AFTER_48_HOURS);
  }

  @Test
  void lateAnswersAreAcceptedForThirtySixHours() {
    PainWindows windows = session(BERLIN, "2026-01-14T10:00:00", "2026-01-14T10:30:00");
    Instant evening = at(BERLIN, "2026-01-14T20:00:00");
    assertThat(windows.timeliness(ResponseSlot.EVENING, evening)).isEqualTo(Timeliness.ON_TIME);
    assertThat(windows.timeliness(ResponseSlot.NEXT_MORNING, evening)).isEqualTo(Timeliness.EARLY);
    assertThat(windows.timeliness(ResponseSlot.BEFORE, evening)).isEqualTo(Timeliness.RECALLED);
    Instant last = at(BERLIN, "2026-01-15T22:30:00");
    assertThat(windows.timeliness(ResponseSlot.EVENING, last)).isEqualTo(Timeliness.RECALLED);
    assertThat(windows.timeliness(ResponseSlot.EVENING, last.plusMillis(1)))
        .isEqualTo(Timeliness.TOO_LATE);
  }

  @Test
  void windowsAreHalfOpenAndNeverReversed() {
    for (ZoneId zone : ZONES) {
      Instant start = at(zone, "2026-03-20T00:00:00");
      for (int hour = 0; hour < 24 * 30; hour++) {
        Instant from = start.plus(Duration.ofHours(hour));
        PainWindows windows = PainWindows.of(from, from.plus(Duration.ofMinutes(40)), zone);
        for (ResponseSlot slot : ResponseSlot.values()) {
          Window window = windows.window(slot);
          assertThat(window.contains(window.endExclusive())).isFalse();
          assertThat(window.contains(window.startInclusive())).isEqualTo(!window.isEmpty());
        }
      }
    }
    assertThatThrownBy(() -> PainWindows.of(Instant.EPOCH, Instant.EPOCH.minusMillis(1), BERLIN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
