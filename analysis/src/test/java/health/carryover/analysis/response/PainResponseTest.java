package health.carryover.analysis.response;

import static health.carryover.analysis.response.ResponsePattern.CARRY_OVER;
import static health.carryover.analysis.response.ResponsePattern.RELIEF_NOT_CARRIED_OVER;
import static health.carryover.analysis.response.ResponsePattern.RELIEF_THEN_REBOUND;
import static health.carryover.analysis.response.ResponsePattern.STABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PainResponseTest {

  private static PainResponse of(
      Double before, Double during, Double after, Double evening, Double morning) {
    return PainResponse.of(new PainSlots(before, during, after, evening, morning), Set.of());
  }

  @Test
  void returnFromReliefIsMeasuredFromRightAfter() {
    assertThat(of(5.0, 3.0, 3.0, 6.0, 7.0).returnFromRelief()).isEqualTo(4);
    assertThat(of(5.0, 3.0, null, 6.0, 7.0).returnFromRelief()).isNull();
  }

  @Test
  void anyFlareSignMakesAFlare() {
    for (FlareSign sign : FlareSign.values()) {
      PainResponse response =
          PainResponse.of(new PainSlots(5.0, 3.0, 3.0, 4.0, 4.0), EnumSet.of(sign));
      assertThat(response.flare()).isTrue();
      assertThat(response.pattern()).isEqualTo(RELIEF_THEN_REBOUND);
      assertThat(response.grade()).isEqualTo(2);
    }
  }

  @Test
  void gradeTwoAndFlareAreTheSameEvent() {
    for (double start = 0; start <= 10; start += 0.5) {
      for (double evening = 0; evening <= 10; evening += 0.5) {
        PainResponse response = of(start, start, start, evening, null);
        assertThat(response.grade() >= 2).as("%s %s", start, evening).isEqualTo(response.flare());
      }
    }
    assertThat(of(3.0, 3.0, 3.0, 4.9, 3.0).grade()).isEqualTo(1);
    assertThat(of(3.0, 3.0, 3.0, 3.9, 3.0).grade()).isZero();
    assertThat(of(3.0, 3.0, 3.0, 1.0, 1.0).grade()).isZero();
    assertThat(of(1.0, 1.0, 1.0, 9.0, 1.0).grade()).isEqualTo(4);
    assertThat(of(5.0, 3.0, 3.0, null, null).grade()).isNull();
  }

  @Test
  void usualPainOfTheSlotIsPreferred() {
    UsualPain usual = UsualPain.ofRestDays(new double[] {5, 6, 6, 7}, new double[] {6, 6, 7, 6, 5});
    PainResponse response =
        PainResponse.of(new PainSlots(4.0, 3.0, 3.0, 6.0, 6.0), Set.of(), usual);
    assertThat(response.rebound()).isZero();
    assertThat(response.flare()).isFalse();
    assertThat(response.baseline()).isEqualTo(ReboundBaseline.USUAL_SAME_SLOT);
    PainResponse fallback =
        PainResponse.of(
            new PainSlots(4.0, 3.0, 3.0, 6.0, 6.0),
            Set.of(),
            UsualPain.ofRestDays(new double[] {6, 6, 6}, new double[] {6, 6, 6, 6}));
    assertThat(fallback.baseline()).isEqualTo(ReboundBaseline.MIXED);
    assertThat(fallback.rebound()).isEqualTo(2);
    assertThat(of(4.0, 3.0, 3.0, 6.0, 6.0).baseline()).isEqualTo(ReboundBaseline.START);
  }

  @Test
  void aSessionIsCompleteOnceItsClassIsSure() {
    assertThat(of(5.0, 3.0, null, null, 5.0).complete()).isTrue();
    assertThat(of(5.0, 3.0, 3.0, 7.0, null).complete()).isTrue();
    assertThat(of(5.0, 3.0, 3.0, 5.0, null).complete()).isFalse();
    assertThat(of(5.0, null, null, 5.0, 5.0).complete()).isFalse();
  }

  @Test
  void aFlareSignWithoutScoresIsAFlareOfUnknownPattern() {
    PainResponse response =
        PainResponse.of(
            new PainSlots(5.0, 3.0, 3.0, null, null), Set.of(FlareSign.PATIENT_SAYS_FLARE));
    assertThat(response.flare()).isTrue();
    assertThat(response.pattern()).isEqualTo(ResponsePattern.UNKNOWN);
    assertThat(response.grade()).isEqualTo(2);
  }

  @Test
  void scoresOutsideTheScaleAreRefused() {
    assertThatThrownBy(() -> new PainSlots(11.0, null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PainSlots(null, Double.NaN, null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoOfThreeOrThreeOfFourMakeAPattern() {
    assertThat(ReboundAlert.holds(List.of())).isFalse();
    assertThat(ReboundAlert.holds(List.of(RELIEF_THEN_REBOUND))).isFalse();
    assertThat(ReboundAlert.holds(List.of(RELIEF_THEN_REBOUND, STABLE, RELIEF_THEN_REBOUND)))
        .isTrue();
    assertThat(
            ReboundAlert.holds(
                List.of(RELIEF_THEN_REBOUND, STABLE, CARRY_OVER, RELIEF_THEN_REBOUND)))
        .isFalse();
    assertThat(
            ReboundAlert.holds(
                List.of(
                    RELIEF_THEN_REBOUND, RELIEF_NOT_CARRIED_OVER, STABLE, RELIEF_NOT_CARRIED_OVER)))
        .isTrue();
    assertThat(
            ReboundAlert.holds(
                List.of(RELIEF_NOT_CARRIED_OVER, STABLE, RELIEF_NOT_CARRIED_OVER, CARRY_OVER)))
        .isFalse();
    assertThat(
            ReboundAlert.holds(
                List.of(RELIEF_THEN_REBOUND, RELIEF_THEN_REBOUND, STABLE, STABLE, STABLE)))
        .isFalse();
  }

  @Test
  void morningTrendComparesTwoWeeks() {
    assertThat(PainMonitoring.weekTrend(new double[] {4, 4, 5}, new double[] {3, 3, 3, 2}))
        .isEqualTo(1);
    assertThat(PainMonitoring.weekTrend(new double[] {}, new double[] {3})).isNull();
  }

  @Test
  void theStrictestSorenessRuleWins() {
    assertThat(
            SorenessRule.strictest(
                List.of(SorenessRule.WARM_UP_RESOLVES, SorenessRule.AFTER_SESSION)))
        .isEqualTo(SorenessRule.AFTER_SESSION);
    assertThat(SorenessRule.strictest(List.of())).isEqualTo(SorenessRule.NONE);
  }

  @Test
  void theMostSeriousCaveatWeighsTheOutcome() {
    assertThat(OutcomeCaveat.weight(Set.of())).isEqualTo(1);
    assertThat(OutcomeCaveat.weight(Set.of(OutcomeCaveat.CONFOUNDED))).isEqualTo(0.5);
    assertThat(OutcomeCaveat.weight(EnumSet.allOf(OutcomeCaveat.class))).isZero();
  }
}
