package health.carryover.dashboard.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.MemoryAlertActs;
import health.carryover.analysis.port.MemoryOutcomeRecords;
import health.carryover.analysis.port.SampleOutcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscalationTest {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
  private static final Duration WARNING = Duration.ofDays(1);
  private static final Duration URGENT = Duration.ofMinutes(30);

  private final MemoryOutcomeRecords records = new MemoryOutcomeRecords();
  private final MemoryAlertActs acts = new MemoryAlertActs(records);
  private final Escalation escalation =
      new Escalation(records, acts, new EscalationRule(URGENT, WARNING));
  private int ordinal;

  private void change(Change change, Instant at) {
    records.save(
        List.of(
            new NumberedOutcome(
                "p1",
                ++ordinal,
                SampleOutcomes.alert("a1", "p1", AlertChange.Kind.FLARE, change, at, at))));
  }

  private int passedOn(Instant now) {
    return escalation.passOn(now).size();
  }

  @Test
  void anAlertNobodyReactsToIsPassedOnOnce() {
    change(Change.RAISED, T);
    assertThat(passedOn(T.plus(WARNING).minusMillis(1))).isZero();
    assertThat(passedOn(T.plus(WARNING))).isEqualTo(1);
    assertThat(passedOn(T.plus(WARNING))).isZero();
    assertThat(acts.handling("a1").escalation().person()).isEqualTo(Escalation.SERVICE);
    acts.act("a1", HandlingRequest.of(HandlingAct.Kind.ACKNOWLEDGE, "Kim", T.plus(WARNING)));
    assertThat(acts.handling("a1").escalation()).isNull();
    assertThat(passedOn(T.plus(WARNING).plus(WARNING))).isZero();
  }

  @Test
  void whatGetsMoreUrgentHasLessTimeFromThenOn() {
    change(Change.RAISED, T);
    Instant worse = T.plus(Duration.ofHours(2));
    change(Change.UPGRADED, worse);
    assertThat(passedOn(worse.plus(URGENT).minusMillis(1))).isZero();
    assertThat(passedOn(worse.plus(URGENT))).isEqualTo(1);
  }

  @Test
  void whatSleepsOrIsOverIsNotPassedOn() {
    change(Change.RAISED, T);
    acts.act(
        "a1",
        new HandlingRequest(
            HandlingAct.Kind.SNOOZE,
            "Kim",
            T,
            T.plus(WARNING.multipliedBy(3)),
            null,
            null,
            null,
            null));
    assertThat(passedOn(T.plus(WARNING.multipliedBy(2)))).isZero();
    assertThat(passedOn(T.plus(WARNING.multipliedBy(3)))).as("the snooze is over").isEqualTo(1);
    change(Change.RETRACTED, T.plus(WARNING.multipliedBy(3)));
    assertThat(passedOn(T.plus(WARNING.multipliedBy(9)))).isZero();
  }

  @Test
  void neverMeansNever() {
    change(Change.RAISED, T);
    Escalation none =
        new Escalation(records, acts, new EscalationRule(Duration.ZERO, Duration.ZERO));
    assertThat(none.passOn(T.plus(WARNING.multipliedBy(99)))).isEmpty();
  }
}
