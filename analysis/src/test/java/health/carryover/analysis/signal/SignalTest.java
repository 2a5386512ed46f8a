package health.carryover.analysis.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SignalTest {

  private static final long MINUTE = 60_000;

  @TestFactory
  Stream<DynamicTest> vectors() {
    return Golden.table("signal.csv").stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
  }

  private static void check(Golden row) {
    switch (row.metric()) {
      case "drift" -> row.check(HeartRateDrift.percent(row.in(0), row.in(1)));
      case "decoupling" ->
          row.check(HeartRateDrift.decouplingPercent(row.in(0), row.in(1), row.in(2), row.in(3)));
      case "recovery" -> {
        float end = (float) row.in(0);
        float later = (float) row.in(1);
        double recovery =
            HeartRateRecovery.over60Seconds(
                    times(400), values(400, s -> s < 300 ? end : later), 300_000)
                .value()
                .getAsDouble();
        row.check(recovery);
        assertThat(HeartRateRecovery.low(recovery, 0.8)).isFalse();
        assertThat(HeartRateRecovery.low(12, 0.7)).isTrue();
        assertThat(HeartRateRecovery.low(12, 0.6)).isFalse();
      }
      case "resting" -> {
        double[] all = row.allInputs();
        double[] earlier = Arrays.copyOfRange(all, 1, all.length);
        RobustBaseline baseline = RestingHeartRate.baseline(earlier);
        row.check(
            baseline.median(),
            baseline.sigma(),
            RestingHeartRate.z(all[0], earlier).value().getAsDouble());
        assertThat(RestingHeartRate.high(all[0], baseline)).isTrue();
      }
      default -> throw new IllegalArgumentException(row.metric());
    }
  }

  @Test
  void halvesAndSlopeOfASteadyRise() {
    // One bpm each ten minutes over an hour, the first ten minutes being left out.
    long[] at = times(3_600);
    float[] bpm = values(3_600, s -> 120 + s / 600);
    assertThat(HeartRateDrift.theilSen(at, bpm, 0, 60 * MINUTE).value().getAsDouble())
        .isCloseTo(1, within(1e-4));
    assertThat(HeartRateDrift.halves(at, bpm, 0, 60 * MINUTE).value().getAsDouble())
        .isCloseTo(100 * 2.5 / 122.25, within(0.01));
  }

  @Test
  void aSingleBoutDoesNotMoveTheSlope() {
    long[] at = times(3_600);
    float[] bpm = values(3_600, s -> 120 + s / 600 + (s > 2_000 && s < 2_120 ? 30 : 0));
    assertThat(HeartRateDrift.theilSen(at, bpm, 0, 60 * MINUTE).value().getAsDouble())
        .isCloseTo(1, within(0.1));
  }

  @Test
  void driftSaysWhyItIsMissing() {
    long[] at = times(3_600);
    float[] flat = values(3_600, s -> 120);
    assertThat(HeartRateDrift.halves(at, flat, 0, 24 * MINUTE))
        .isEqualTo(lack(Signal.Lack.TOO_SHORT));
    assertThat(HeartRateDrift.halves(at, flat, 0, 25 * MINUTE).value()).hasValue(0);
    assertThat(
            HeartRateDrift.halves(at, values(3_600, s -> s % 600 < 200 ? 0 : 120), 0, 60 * MINUTE))
        .isEqualTo(lack(Signal.Lack.LOW_COVERAGE));
    assertThat(
            HeartRateDrift.halves(at, values(3_600, s -> s % 600 < 300 ? 90 : 150), 0, 60 * MINUTE))
        .isEqualTo(lack(Signal.Lack.NOT_STEADY));
    assertThat(HeartRateDrift.z(5, new double[] {1, 2, 3, 4}))
        .isEqualTo(lack(Signal.Lack.TOO_FEW_EARLIER_VALUES));
    assertThat(HeartRateDrift.z(6, new double[] {3, 3, 3, 3, 3}).value()).hasValue(2);
  }

  @Test
  void recoveryIsComparedOnlyWithLikeSessions() {
    double[] earlier = {20, 21, 19, 20, 20};
    double[] ends = {140, 141, 139, 140, 140};
    assertThat(z(14, 140, HeartRateRecovery.Stop.PASSIVE, earlier, ends).value()).hasValue(-2);
    assertThat(z(14, 146, HeartRateRecovery.Stop.PASSIVE, earlier, ends))
        .isEqualTo(lack(Signal.Lack.NOT_COMPARABLE));
    assertThat(z(14, 140, HeartRateRecovery.Stop.ACTIVE_OR_UNKNOWN, earlier, ends))
        .isEqualTo(lack(Signal.Lack.NOT_COMPARABLE));
    assertThat(z(14, 140, HeartRateRecovery.Stop.PASSIVE, new double[] {20, 20, 20, 20}, ends))
        .isEqualTo(lack(Signal.Lack.TOO_FEW_EARLIER_VALUES));
    assertThat(HeartRateRecovery.over60Seconds(times(300), values(300, s -> 120), 300_000))
        .isEqualTo(lack(Signal.Lack.TOO_FEW_SAMPLES));
    assertThat(HeartRateRecovery.worthANote(2)).isFalse();
    assertThat(HeartRateRecovery.worthANote(3)).isTrue();
  }

  @Test
  void restingHeartRateNeedsTenDaysAndTwoOfThree() {
    assertThat(RestingHeartRate.z(70, new double[9]))
        .isEqualTo(lack(Signal.Lack.TOO_FEW_EARLIER_VALUES));
    assertThat(RestingHeartRate.high(64, new RobustBaseline(61, 1.5))).isFalse();
    assertThat(RestingHeartRate.high(65, new RobustBaseline(61, 1.5))).isTrue();
    assertThat(RestingHeartRate.raised(List.of(true, false, true))).isTrue();
    assertThat(RestingHeartRate.raised(List.of(true, true, false, false))).isFalse();
    assertThat(RestingHeartRate.raised(List.of(true))).isFalse();
  }

  @Test
  void costOfTheSameWork() {
    double[] earlier = {118, 120, 119, 121, 120, 120};
    assertThat(HeartRateCost.change(126, earlier).value()).hasValue(6);
    assertThat(HeartRateCost.z(126, earlier).value()).hasValue(2);
    assertThat(HeartRateCost.z(126, new double[] {120, 120}))
        .isEqualTo(lack(Signal.Lack.TOO_FEW_EARLIER_VALUES));
    assertThat(
            HeartRateCost.steadyMean(times(900), values(900, s -> s < 300 ? 90 : 120), 0, 900_000)
                .value())
        .hasValue(120);
    assertThat(HeartRateCost.steadyMean(times(300), values(300, s -> 90), 0, 300_000))
        .isEqualTo(lack(Signal.Lack.TOO_FEW_SAMPLES));
  }

  @Test
  void twoOfThreeSessionsMakeTheSignature() {
    Signal missing = lack(Signal.Lack.TOO_FEW_EARLIER_VALUES);
    FatigueSignature none = new FatigueSignature(missing, missing, missing);
    FatigueSignature usual = new FatigueSignature(Signal.measured(1.9), missing, missing);
    FatigueSignature costly = new FatigueSignature(Signal.measured(2), missing, missing);
    FatigueSignature slow = new FatigueSignature(missing, missing, Signal.measured(-2.5));
    assertThat(FatigueSignature.over(List.of(costly, usual, slow)))
        .isEqualTo(FatigueSignature.Finding.PRESENT);
    assertThat(FatigueSignature.over(List.of(costly, none, none, slow)))
        .isEqualTo(FatigueSignature.Finding.PRESENT);
    assertThat(FatigueSignature.over(List.of(slow, usual, usual)))
        .isEqualTo(FatigueSignature.Finding.ABSENT);
    assertThat(FatigueSignature.over(List.of(slow, usual)))
        .isEqualTo(FatigueSignature.Finding.UNKNOWN);
    assertThat(FatigueSignature.over(List.of(none))).isEqualTo(FatigueSignature.Finding.UNKNOWN);
  }

  private static Signal z(
      double recovery, double end, HeartRateRecovery.Stop stop, double[] earlier, double[] ends) {
    return HeartRateRecovery.z(recovery, end, stop, earlier, ends);
  }

  private static Signal lack(Signal.Lack lack) {
    return Signal.lacking(lack);
  }

  private static long[] times(int seconds) {
    long[] at = new long[seconds];
    Arrays.setAll(at, i -> 1_000L * i);
    return at;
  }

  private static float[] values(int seconds, DoubleUnaryOperator bpm) {
    float[] values = new float[seconds];
    for (int i = 0; i < seconds; i++) {
      values[i] = (float) bpm.applyAsDouble(i);
    }
    return values;
  }
}
