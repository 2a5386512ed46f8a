package health.carryover.analysis.tolerance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.tolerance.NextLoad.Action;
import health.carryover.analysis.tolerance.NextLoad.Advised;
import health.carryover.analysis.tolerance.NextLoad.Lack;
import health.carryover.analysis.tolerance.NextLoad.Limit;
import health.carryover.analysis.tolerance.NextLoad.NotEnoughData;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NextLoadTest {

  private static final ToleratedLoad TOLERATED = new ToleratedLoad(40, 60, 100, 55.0);

  private static LoadHistory history(
      double last,
      FlareOutcome outcome,
      Double tolerated,
      Double highest,
      int clean,
      Double ceiling) {
    return new LoadHistory(last, outcome, tolerated, highest, clean, 10, ceiling);
  }

  private static Advised advised(ToleratedLoad tolerated, LoadHistory history) {
    return (Advised) NextLoad.advise(tolerated, history);
  }

  @Test
  void twoCleanSessionsAllowATenth() {
    Advised advice = advised(TOLERATED, history(40, FlareOutcome.NO_FLARE, 40.0, 40.0, 2, null));
    assertThat(advice.loadMax()).isCloseTo(44, within(1e-9));
    assertThat(advice.change()).isCloseTo(0.10, within(1e-9));
    assertThat(advice.action()).isEqualTo(Action.PROGRESS);
    assertThat(advice.limit()).isEqualTo(Limit.RECENT_TOLERANCE);
  }

  @Test
  void oneCleanSessionHolds() {
    Advised advice = advised(TOLERATED, history(40, FlareOutcome.NO_FLARE, 40.0, 40.0, 1, null));
    assertThat(advice.loadMax()).isEqualTo(40);
    assertThat(advice.action()).isEqualTo(Action.HOLD);
    assertThat(advice.limit()).isEqualTo(Limit.NOT_YET_CLEAN);
  }

  @Test
  void anUnansweredSessionIsNotClean() {
    assertThat(advised(TOLERATED, history(40, null, 40.0, 40.0, 0, null)).loadMax()).isEqualTo(40);
  }

  @Test
  void aFlareCutsAFifth() {
    Advised advice = advised(TOLERATED, history(50, FlareOutcome.FLARE, 48.0, 48.0, 0, null));
    assertThat(advice.loadMax()).isCloseTo(40, within(1e-9));
    assertThat(advice.change()).isCloseTo(-0.2, within(1e-9));
    assertThat(advice.action()).isEqualTo(Action.REDUCE_VOLUME);
    assertThat(advice.limit()).isEqualTo(Limit.AFTER_FLARE);
  }

  @Test
  void acceptableRiskAndTheCeilingBind() {
    Advised risk = advised(TOLERATED, history(54, FlareOutcome.NO_FLARE, 54.0, 54.0, 3, null));
    assertThat(risk.loadMax()).isEqualTo(55);
    assertThat(risk.limit()).isEqualTo(Limit.ACCEPTABLE_RISK);
    assertThat(risk.action()).isEqualTo(Action.HOLD);
    Advised ceiling = advised(TOLERATED, history(54, FlareOutcome.NO_FLARE, 54.0, 54.0, 3, 30.0));
    assertThat(ceiling.loadMax()).isEqualTo(30);
    assertThat(ceiling.limit()).isEqualTo(Limit.CLINICIAN_CEILING);
    assertThat(ceiling.action()).isEqualTo(Action.REDUCE_VOLUME);
  }

  @Test
  void lessThanHalfOfTheLastToleratedNeedsAClinician() {
    ToleratedLoad low = new ToleratedLoad(10, 20, 40, 12.0);
    Advised advice = advised(low, history(60, FlareOutcome.NO_FLARE, 60.0, 60.0, 1, null));
    assertThat(advice.clinicianReview()).isTrue();
    assertThat(advice.loadMax()).isEqualTo(30);
    Advised afterFlare = advised(low, history(20, FlareOutcome.FLARE, 60.0, 60.0, 0, null));
    assertThat(afterFlare.clinicianReview()).isTrue();
    assertThat(afterFlare.loadMax()).isEqualTo(16);
    // The ceiling is the clinician's own word and stays above everything.
    assertThat(advised(low, history(60, FlareOutcome.NO_FLARE, 60.0, 60.0, 1, 25.0)).loadMax())
        .isEqualTo(25);
  }

  @Test
  void tooLittleIsSaidWithEveryReason() {
    NextLoad none =
        NextLoad.advise(
            new ToleratedLoad(10, 30, 51, null),
            new LoadHistory(40, FlareOutcome.NO_FLARE, 40.0, 40.0, 2, 4, null));
    assertThat(none)
        .isEqualTo(
            new NotEnoughData(
                Set.of(Lack.NO_ACCEPTABLE_LOAD, Lack.TOO_FEW_SESSIONS, Lack.TOO_UNCERTAIN)));
    assertThat(NextLoad.lacks(new ToleratedLoad(10, 30, 50, 12.0), 5)).isEmpty();
  }

  @Test
  void afterASessionWithoutLoadTheOtherLimitsDecide() {
    Advised advice = advised(TOLERATED, history(0, FlareOutcome.NO_FLARE, 40.0, 40.0, 1, null));
    assertThat(advice.loadMax()).isCloseTo(44, within(1e-9));
    assertThat(advice.change()).isNull();
  }
}
