package health.carryover.deploy.notify;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.port.Notifications.Channel;
import health.carryover.analysis.port.Notifications.Entry;
import health.carryover.analysis.port.Notifications.Note;
import health.carryover.analysis.port.Notifications.State;
import health.carryover.deploy.notify.NotificationRule.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationRuleTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Duration GROUP = Duration.ofMinutes(2);
  private static final QuietHours NIGHT =
      new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0), ZoneId.of("Europe/Berlin"));
  private final NotificationRule rule = new NotificationRule(Severity.WARNING, GROUP, NIGHT);

  private Decision decide(Channel channel, Change change, Severity severity, Entry... earlier) {
    return rule.decide(channel, change, severity, NOON, List.of(earlier), NOON);
  }

  private static Entry earlier(Severity severity, String reason, State state) {
    return new Entry(
        1, new Note(1, Channel.MAIL, "a", "p", severity, NOON, reason, state, NOON), 0, null, null);
  }

  @Test
  void whatIsNewIsToldAtOnceByWebhookAndGatheredForMail() {
    assertThat(decide(Channel.WEBHOOK, Change.RAISED, Severity.WARNING))
        .isEqualTo(new Decision("new", NOON));
    assertThat(decide(Channel.MAIL, Change.RAISED, Severity.WARNING))
        .isEqualTo(new Decision("new", NOON.plus(GROUP)));
    assertThat(decide(Channel.MAIL, Change.RAISED, Severity.URGENT))
        .isEqualTo(new Decision("new", NOON));
  }

  @Test
  void thatNobodyReactedIsToldAtOnceIfUrgentAndAfterQuietHoursElse() {
    Instant night = Instant.parse("2026-03-02T23:00:00Z");
    assertThat(rule.escalation(Channel.WEBHOOK, Severity.URGENT, night, night))
        .isEqualTo(new Decision("escalated", night));
    assertThat(rule.escalation(Channel.WEBHOOK, Severity.WARNING, night, night))
        .isEqualTo(
            new Decision("escalated-after-quiet-hours", Instant.parse("2026-03-03T06:00:00Z")));
    assertThat(rule.escalation(Channel.MAIL, Severity.INFORMATION, night, night).reason())
        .isEqualTo("below-severity");
    assertThat(
            rule.escalation(Channel.MAIL, Severity.URGENT, night.minus(Duration.ofDays(2)), night)
                .reason())
        .isEqualTo("past");
  }

  @Test
  void whatSaysNothingNewIsLeftOutWithItsReason() {
    assertThat(decide(Channel.MAIL, Change.RAISED, Severity.INFORMATION))
        .isEqualTo(new Decision("below-severity", null));
    for (Change change : List.of(Change.CONFIRMED, Change.DOWNGRADED, Change.RESOLVED)) {
      assertThat(decide(Channel.MAIL, change, Severity.URGENT).reason()).isEqualTo("no-news");
    }
    Entry told = earlier(Severity.WARNING, "new", State.SENT);
    assertThat(decide(Channel.MAIL, Change.UPGRADED, Severity.WARNING, told).reason())
        .isEqualTo("told-already");
    assertThat(decide(Channel.MAIL, Change.UPGRADED, Severity.URGENT, told))
        .isEqualTo(new Decision("worse", NOON));
    Entry unheard = earlier(Severity.WARNING, "below-severity", State.LEFT_OUT);
    assertThat(decide(Channel.WEBHOOK, Change.UPGRADED, Severity.WARNING, unheard).reason())
        .isEqualTo("worse");
  }

  @Test
  void aWithdrawalIsToldToWhoWasToldAndAfterItTheAlertIsNewsAgain() {
    assertThat(decide(Channel.MAIL, Change.RETRACTED, Severity.WARNING).reason())
        .isEqualTo("never-told");
    Entry told = earlier(Severity.WARNING, "new", State.SENT);
    assertThat(decide(Channel.WEBHOOK, Change.RETRACTED, Severity.WARNING, told))
        .isEqualTo(new Decision("withdrawn", NOON));
    Entry withdrawn = earlier(Severity.WARNING, "withdrawn", State.SENT);
    assertThat(decide(Channel.WEBHOOK, Change.RAISED, Severity.WARNING, told, withdrawn).reason())
        .isEqualTo("new");
  }

  @Test
  void historyIsNotTold() {
    assertThat(
            rule.decide(
                Channel.MAIL,
                Change.RAISED,
                Severity.URGENT,
                NOON.minus(Duration.ofHours(25)),
                List.of(),
                NOON))
        .isEqualTo(new Decision("past", null));
  }

  @Test
  void atNightOnlyTheUrgentIsToldAndTheRestInTheMorning() {
    Instant night = Instant.parse("2026-03-02T22:30:00Z");
    Decision held =
        rule.decide(Channel.MAIL, Change.RAISED, Severity.WARNING, night, List.of(), night);
    assertThat(held)
        .isEqualTo(new Decision("new-after-quiet-hours", Instant.parse("2026-03-03T06:00:00Z")));
    assertThat(rule.decide(Channel.MAIL, Change.RAISED, Severity.URGENT, night, List.of(), night))
        .isEqualTo(new Decision("new", night));
  }

  @Test
  void quietHoursFollowTheClockOnTheWallWhenItIsPutForward() {
    // In Berlin the night to 29 March 2026 is an hour short.
    assertThat(NIGHT.endAfter(Instant.parse("2026-03-28T20:30:00Z")))
        .isEqualTo(Instant.parse("2026-03-29T05:00:00Z"));
    assertThat(NIGHT.endAfter(Instant.parse("2026-03-29T04:59:00Z")))
        .isEqualTo(Instant.parse("2026-03-29T05:00:00Z"));
    Instant day = Instant.parse("2026-03-29T05:00:00Z");
    assertThat(NIGHT.endAfter(day)).isEqualTo(day);
    assertThat(QuietHours.none().endAfter(day)).isEqualTo(day);
    QuietHours noon = new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0), ZoneId.of("UTC"));
    assertThat(noon.endAfter(NOON)).isEqualTo(NOON.plus(Duration.ofHours(1)));
  }
}
