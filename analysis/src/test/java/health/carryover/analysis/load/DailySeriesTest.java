package health.carryover.analysis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DailySeriesTest {

  private static Double[] constant(int days, double load) {
    Double[] loads = new Double[days];
    Arrays.fill(loads, load);
    return loads;
  }

  @Test
  void anUnknownDayIsNoRestDay() {
    Double[] loads = constant(28, 30);
    loads[20] = null;
    loads[26] = null;
    DailySeries series = DailySeries.ofKnown(loads);
    AcuteChronicRatio coupled = AcuteChronicRatio.coupled(series, 27);
    assertThat(coupled.acute()).isEqualTo(30);
    assertThat(coupled.chronic()).isEqualTo(30);
    assertThat(coupled.ratio()).isEqualTo(1);
    assertThat(coupled.unknownDays()).isEqualTo(2);
    AcuteChronicRatio exponential = AcuteChronicRatio.exponential(series, 27);
    assertThat(exponential.acute()).isCloseTo(30, within(1e-12));
    assertThat(exponential.unknownDays()).isEqualTo(2);
    assertThatThrownBy(() -> series.load(20)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tooManyUnknownDaysLeaveNoRatio() {
    Double[] loads = constant(28, 30);
    loads[25] = null;
    loads[26] = null;
    AcuteChronicRatio ratio = AcuteChronicRatio.coupled(DailySeries.ofKnown(loads), 27);
    assertThat(ratio.acute()).isNull();
    assertThat(ratio.chronic()).isEqualTo(30);
    assertThat(ratio.ratio()).isNull();
  }

  @Test
  void thereIsNoRatioBeforeTwentyEightDays() {
    DailySeries series = DailySeries.ofKnown(constant(28, 30));
    for (int day = 0; day < 27; day++) {
      assertThat(AcuteChronicRatio.coupled(series, day).ratio()).isNull();
      assertThat(AcuteChronicRatio.uncoupled(series, day).ratio()).isNull();
      assertThat(AcuteChronicRatio.exponential(series, day).ratio()).isNull();
    }
    assertThat(AcuteChronicRatio.uncoupled(series, 27).ratio()).isEqualTo(1);
  }

  @Test
  void theCouplingIdentityHoldsOnFullWindows() {
    double[] loads = new double[28];
    for (int day = 0; day < 28; day++) {
      loads[day] = (day * 37) % 11;
    }
    DailySeries series = DailySeries.of(loads);
    double uncoupled = AcuteChronicRatio.uncoupled(series, 27).ratio();
    assertThat(AcuteChronicRatio.coupled(series, 27).ratio())
        .isCloseTo(AcuteChronicRatio.coupledFromUncoupled(uncoupled), within(1e-12));
  }

  @Test
  void theRobustIndexIgnoresMissingDays() {
    Double[] loads = constant(10, 20);
    loads[3] = null;
    loads[9] = null;
    assertThat(ExponentialMean.robustIndex(DailySeries.ofKnown(loads), 9, 0.1).getAsDouble())
        .isCloseTo(20, within(1e-12));
    assertThat(ExponentialMean.robustIndex(DailySeries.ofKnown(new Double[3]), 2, 0.1)).isEmpty();
    double index =
        ExponentialMean.robustIndex(DailySeries.of(10, 40), 1, Math.log(2)).getAsDouble();
    assertThat(index).isCloseTo(30, within(1e-12));
  }

  @Test
  void loadsThatAreNoLoadsAreRefused() {
    assertThatThrownBy(() -> DailySeries.of(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DailySeries.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SessionRpe.load(11, 10)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SessionRpe.load(5, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
