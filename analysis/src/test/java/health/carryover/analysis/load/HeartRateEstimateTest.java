package health.carryover.analysis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.load.HeartRateEstimate.Source;
import org.junit.jupiter.api.Test;

class HeartRateEstimateTest {

  @Test
  void theMaximumFallsBackInOrder() {
    assertThat(HeartRateEstimate.maximum(171.0, 180.0, 57.0, RateLimit.NONE).source())
        .isEqualTo(Source.MEASURED_MAXIMUM);
    HeartRateEstimate wearable = HeartRateEstimate.maximum(null, 180.0, 57.0, RateLimit.NONE);
    assertThat(wearable.bpm()).isEqualTo(180);
    assertThat(wearable.source()).isEqualTo(Source.WEARABLE_MAXIMUM);
    HeartRateEstimate byAge = HeartRateEstimate.maximum(null, 150.0, 57.0, RateLimit.NONE);
    assertThat(byAge.bpm()).isCloseTo(168.1, within(1e-9));
    assertThat(byAge.source()).isEqualTo(Source.AGE_FORMULA);
    assertThat(byAge.uncertaintyBpm()).isEqualTo(10);
    assertThat(HeartRateEstimate.maximum(null, 180.0, null, RateLimit.NONE)).isNull();
  }

  @Test
  void aRateLimitingDrugRulesTheAgeFormulaOut() {
    HeartRateEstimate limited = HeartRateEstimate.maximum(null, 180.0, 57.0, RateLimit.LIMITED);
    assertThat(limited.bpm()).isCloseTo(124.1, within(1e-9));
    assertThat(limited.source()).isEqualTo(Source.BETA_BLOCKER_FORMULA);
    assertThat(limited.uncertaintyBpm()).isEqualTo(18);
    assertThat(RateLimit.LIMITED.currency(RateLimit.Currency.HEART_RATE))
        .isEqualTo(RateLimit.Currency.SESSION_RPE);
    assertThat(RateLimit.NONE.currency(RateLimit.Currency.HEART_RATE))
        .isEqualTo(RateLimit.Currency.HEART_RATE);
    assertThat(RateLimit.LIMITED.allowsAgeFormulaZones()).isFalse();
    assertThat(RateLimit.LIMITED.needsClinicianCeiling()).isTrue();
    assertThat(RateLimit.LIMITED.doseChangeStartsEpoch()).isTrue();
  }

  @Test
  void restFallsBackInOrderAndIsNeverInvented() {
    assertThat(HeartRateEstimate.rest(60.0, 55.0, 50.0).source()).isEqualTo(Source.MEASURED_REST);
    assertThat(HeartRateEstimate.rest(null, 55.0, 50.0).source()).isEqualTo(Source.WEARABLE_REST);
    assertThat(HeartRateEstimate.rest(null, null, 50.0).source()).isEqualTo(Source.ROLLING_REST);
    assertThat(HeartRateEstimate.rest(null, null, null)).isNull();
  }

  @Test
  void aReserveOfTwentyOrLessIsRefused() {
    assertThatThrownBy(() -> new HeartRateReference(60, 80))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new HeartRateReference(60, 80.5).reserveBpm()).isEqualTo(20.5);
    assertThatThrownBy(() -> new HeartRateReference(Double.NaN, 180))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void versionsTellTheVariantsApart() {
    assertThat(BanisterFormula.values())
        .extracting(BanisterFormula::version)
        .containsExactly(
            "banister-1991-m0.64",
            "banister-1991-f0.86",
            "banister-1991-f0.64",
            "banister-1991-unisex0.64");
  }
}
