package health.carryover.analysis.handling;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.handling.Decision.Reason;
import health.carryover.analysis.handling.HandlingAct.Kind;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Severity;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertHandlingTest {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
  private static final Instant UNTIL = T.plus(Duration.ofHours(4));

  private AlertHandling handling = AlertHandling.NONE;
  private AlertCondition condition = condition(Severity.WARNING, Change.RAISED, 1);

  private static AlertCondition condition(Severity severity, Change change, long id) {
    return new AlertCondition(AlertChange.Kind.LOAD_EXCEEDS_TOLERANCE, severity, change, id);
  }

  private Decision ask(Kind kind, Instant until) {
    Decision decision =
        handling.decide(
            new HandlingRequest(kind, "Kim", T, until, null, null, null, null), condition);
    if (decision instanceof Decision.Taken taken) {
      handling = handling.with(taken.act());
    }
    return decision;
  }

  private static Reason reason(Decision decision) {
    return ((Decision.Refused) decision).reason();
  }

  @Test
  void aSnoozeEndsByItself() {
    ask(Kind.SNOOZE, UNTIL);
    assertThat(handling.asksForALook(condition, UNTIL.minusMillis(1))).isFalse();
    assertThat(handling.asksForALook(condition, UNTIL)).isTrue();
    assertThat(handling.wokenEarly(condition, UNTIL)).isFalse();
  }

  @Test
  void aSnoozeEndsEarlyWhenItGetsWorse() {
    ask(Kind.SNOOZE, UNTIL);
    condition = condition(Severity.WARNING, Change.DOWNGRADED, 2);
    assertThat(handling.snooze(condition, T)).isNotNull();
    condition = condition(Severity.URGENT, Change.UPGRADED, 3);
    assertThat(handling.snooze(condition, T)).isNull();
    assertThat(handling.wokenEarly(condition, T)).isTrue();
    assertThat(handling.asksForALook(condition, T)).isTrue();
  }

  @Test
  void aConditionThatEndsNeitherAcknowledgesNorWakes() {
    condition = condition(Severity.WARNING, Change.RETRACTED, 2);
    assertThat(handling.acknowledgement()).isNull();
    assertThat(handling.asksForALook(condition, T)).isTrue();
    ask(Kind.SNOOZE, UNTIL);
    condition = condition(Severity.URGENT, Change.RESOLVED, 3);
    assertThat(handling.wokenEarly(condition, T)).isFalse();
  }

  @Test
  void whatWasResolvedComesBackWhenItGetsWorse() {
    ask(Kind.RESOLVE, null);
    assertThat(handling.asksForALook(condition, T)).isFalse();
    assertThat(reason(ask(Kind.RESOLVE, null))).isEqualTo(Reason.RESOLVED);
    assertThat(reason(ask(Kind.SNOOZE, UNTIL))).isEqualTo(Reason.RESOLVED);
    condition = condition(Severity.WARNING, Change.CONFIRMED, 2);
    assertThat(handling.resolution(condition)).isNull();
    assertThat(handling.asksForALook(condition, T)).isTrue();
    assertThat(reason(ask(Kind.REOPEN, null))).isEqualTo(Reason.NOT_RESOLVED);
  }

  @Test
  void seeingTwiceIsSeeingOnceUnlessItGotMoreSevere() {
    ask(Kind.ACKNOWLEDGE, null);
    assertThat(ask(Kind.ACKNOWLEDGE, null)).isInstanceOf(Decision.Unchanged.class);
    condition = condition(Severity.URGENT, Change.UPGRADED, 2);
    assertThat(handling.asksForALook(condition, T)).isTrue();
    assertThat(ask(Kind.ACKNOWLEDGE, null)).isInstanceOf(Decision.Taken.class);
    assertThat(handling.asksForALook(condition, T)).isFalse();
  }

  @Test
  void aSnoozeHasBoundsAndSafetyHasNone() {
    assertThat(reason(ask(Kind.SNOOZE, T))).isEqualTo(Reason.UNTIL_OUT_OF_RANGE);
    assertThat(reason(ask(Kind.SNOOZE, T.plus(AlertHandling.LONGEST_SNOOZE).plusMillis(1))))
        .isEqualTo(Reason.UNTIL_OUT_OF_RANGE);
    assertThat(ask(Kind.SNOOZE, T.plus(AlertHandling.LONGEST_SNOOZE)))
        .isInstanceOf(Decision.Taken.class);
    condition = new AlertCondition(AlertChange.Kind.RED_FLAG, Severity.URGENT, Change.RAISED, 5);
    handling = AlertHandling.NONE;
    assertThat(reason(ask(Kind.SNOOZE, UNTIL))).isEqualTo(Reason.SAFETY_IS_NOT_SNOOZED);
  }

  @Test
  void anEscalationEndsWithTheFirstWhoReacts() {
    ask(Kind.ESCALATE, null);
    assertThat(ask(Kind.ESCALATE, null)).isInstanceOf(Decision.Unchanged.class);
    assertThat(handling.escalation()).isNotNull();
    ask(Kind.NOTE, null);
    assertThat(handling.escalation()).as("words are no reaction").isNotNull();
    ask(Kind.ACKNOWLEDGE, null);
    assertThat(handling.escalation()).isNull();
    assertThat(ask(Kind.ESCALATE, null)).isInstanceOf(Decision.Unchanged.class);
  }
}
