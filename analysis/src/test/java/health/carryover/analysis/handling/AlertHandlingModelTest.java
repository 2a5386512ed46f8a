package health.carryover.analysis.handling;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.handling.HandlingAct.Kind;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.port.SeededRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long random lives of an alert: after every step what must hold of the second axis holds. */
class AlertHandlingModelTest {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
  private static final int LIVES = 2000;
  private static final int STEPS = 40;

  @Test
  void whateverHappensTheRulesHold() {
    Random random = SeededRandom.of("lives of alerts");
    for (int life = 0; life < LIVES; life++) {
      live(random);
    }
  }

  private static void live(Random random) {
    AlertHandling handling = AlertHandling.NONE;
    Instant now = T;
    long changeId = 1;
    AlertCondition condition =
        new AlertCondition(
            AlertChange.Kind.LOAD_EXCEEDS_TOLERANCE, Severity.WARNING, Change.RAISED, changeId);
    for (int step = 0; step < STEPS; step++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(240)));
      if (random.nextInt(4) == 0) {
        AlertCondition before = condition;
        condition = turned(condition, ++changeId, random);
        holdsAfterATurn(handling, before, condition, now);
      } else {
        HandlingRequest request = request(random, now, handling.version());
        Decision decision = handling.decide(request, condition);
        handling = holdsAfterAnAct(handling, condition, request, decision);
      }
      holdsAlways(handling, condition, now);
    }
  }

  private static AlertCondition turned(AlertCondition from, long id, Random random) {
    Change change = Change.values()[random.nextInt(Change.values().length)];
    Severity severity =
        change == Change.UPGRADED
            ? Severity.URGENT
            : Severity.values()[random.nextInt(Severity.values().length)];
    return new AlertCondition(from.kind(), severity, change, id);
  }

  private static HandlingRequest request(Random random, Instant now, int version) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    Instant until =
        kind == Kind.SNOOZE
            ? now.plus(Duration.ofHours(random.nextInt(24 * 16)).minus(Duration.ofHours(4)))
            : null;
    Integer expected =
        switch (random.nextInt(3)) {
          case 0 -> version;
          case 1 -> random.nextInt(version + 2);
          default -> null;
        };
    return new HandlingRequest(
        kind, "person " + random.nextInt(3), now, until, null, null, expected, null);
  }

  /** A condition that turns never makes an act, and only a worse one wakes. */
  private static void holdsAfterATurn(
      AlertHandling handling, AlertCondition before, AlertCondition after, Instant now) {
    HandlingAct asleep = handling.snooze(before, now);
    if (asleep == null) {
      return;
    }
    boolean worse =
        after.change().leavesOpen()
            && (after.severity().compareTo(asleep.severity()) > 0
                || after.change() == Change.RAISED
                || after.change() == Change.UPGRADED
                || after.change() == Change.CONFIRMED);
    assertThat(handling.snooze(after, now) == null).as("%s to %s", before, after).isEqualTo(worse);
    assertThat(handling.wokenEarly(after, now)).isEqualTo(worse);
  }

  private static AlertHandling holdsAfterAnAct(
      AlertHandling before, AlertCondition condition, HandlingRequest request, Decision decision) {
    Integer expected = request.expectedVersion();
    if (expected != null && expected != before.version()) {
      assertThat(decision)
          .isInstanceOfSatisfying(
              Decision.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Decision.Reason.CHANGED_MEANWHILE));
      return before;
    }
    if (!(decision instanceof Decision.Taken taken)) {
      assertThat(request.kind())
          .as("these are always taken")
          .isNotIn(Kind.ASSIGN, Kind.NOTE, Kind.USEFUL, Kind.NOT_USEFUL);
      return before;
    }
    assertThat(taken.act().version()).isEqualTo(before.version() + 1);
    AlertHandling after = before.with(taken.act());
    assertThat(before.with(taken.act())).isEqualTo(after);
    switch (request.kind()) {
      case ACKNOWLEDGE, RESOLVE ->
          assertThat(after.asksForALook(condition, request.at())).isFalse();
      case SNOOZE -> {
        assertThat(after.snooze(condition, request.at())).isEqualTo(taken.act());
        assertThat(after.asksForALook(condition, taken.act().until())).isTrue();
      }
      case WAKE -> assertThat(after.snooze(condition, request.at())).isNull();
      case REOPEN -> assertThat(after.resolution(condition)).isNull();
      case ESCALATE -> assertThat(after.escalation()).isEqualTo(taken.act());
      case ASSIGN, NOTE, USEFUL, NOT_USEFUL ->
          assertThat(after.asksForALook(condition, request.at()))
              .as("words change nothing else")
              .isEqualTo(before.asksForALook(condition, request.at()));
    }
    return after;
  }

  private static void holdsAlways(AlertHandling handling, AlertCondition condition, Instant now) {
    if (handling.acknowledgement() == null) {
      assertThat(handling.asksForALook(condition, now))
          .as("what nobody saw asks for a look, however its condition turned")
          .isTrue();
    }
    HandlingAct asleep = handling.snooze(condition, now);
    if (asleep != null) {
      assertThat(now).isBefore(asleep.until());
      assertThat(handling.asksForALook(condition, now)).isFalse();
      assertThat(handling.wokenEarly(condition, now)).isFalse();
      assertThat(handling.resolution(condition)).isNull();
    }
    if (handling.resolution(condition) != null) {
      assertThat(handling.asksForALook(condition, now)).isFalse();
      assertThat(asleep).isNull();
    }
    assertThat(new AlertHandling(handling.acts()))
        .as("it follows from the acts")
        .isEqualTo(handling);
  }
}
