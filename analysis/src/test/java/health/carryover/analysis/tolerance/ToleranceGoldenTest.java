package health.carryover.analysis.tolerance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.Golden;
import org.junit.jupiter.api.Test;

class ToleranceGoldenTest {

  private static final ToleranceGrid GRID = ToleranceGrid.of(ToleranceModel.standard());

  @Test
  void priorPredictsWhatE2Says() {
    ToleranceBelief prior = GRID.prior();
    assertThat(prior.riskAt(0).probability()).isCloseTo(0.2753, within(5e-5));
    assertThat(prior.riskAt(StrictMath.log(1.5)).probability()).isCloseTo(0.4898, within(5e-5));
    assertThat(prior.riskAt(StrictMath.log(2)).probability()).isCloseTo(0.6676, within(5e-5));
    assertThat(prior.loadIndependent()).isCloseTo(0.12, within(1e-12));
  }

  @Test
  void binaryStepsWithoutTimeBetween() {
    ToleranceBelief belief = GRID.prior();
    for (Golden row : Golden.table("tolerance-binary.csv")) {
      double x = StrictMath.log(row.in(0));
      double before = belief.riskAt(x).probability();
      belief =
          belief.updatedBinary(x, row.in(1) == 1 ? FlareOutcome.FLARE : FlareOutcome.NO_FLARE, 1);
      row.check(
          before,
          belief.mean(),
          belief.quantile(0.05),
          belief.quantile(0.5),
          belief.quantile(0.95),
          belief.riskAt(0).probability(),
          belief.riskAt(StrictMath.log(1.33)).probability(),
          belief.acceptableLogLoad().getAsDouble(),
          belief.loadIndependent());
      // On the grid of nodes and candidates nothing may be off at all.
      assertThat(belief.quantile(0.05)).isEqualTo(Double.parseDouble(row.expected()[2]));
      assertThat(belief.quantile(0.5)).isEqualTo(Double.parseDouble(row.expected()[3]));
      assertThat(belief.quantile(0.95)).isEqualTo(Double.parseDouble(row.expected()[4]));
      assertThat(belief.acceptableLogLoad().getAsDouble())
          .isEqualTo(Double.parseDouble(row.expected()[7]));
    }
    ToleratedLoad load = ToleratedLoad.of(belief, 40);
    assertThat(load.acceptable() / 40).isCloseTo(1.083, within(5e-4));
    assertThat(load.low() / 40).isCloseTo(1.20, within(5e-3));
    assertThat(load.median() / 40).isCloseTo(1.68, within(5e-3));
    assertThat(load.high() / 40).isCloseTo(3.19, within(5e-3));
  }

  @Test
  void ordinalStepsTwoDaysApart() {
    ToleranceBelief belief = GRID.prior();
    boolean first = true;
    for (Golden row : Golden.table("tolerance-ordinal.csv")) {
      belief = first ? belief : belief.afterDays(2);
      first = false;
      double x = StrictMath.log(row.in(0));
      double before = belief.riskAt(x).probability();
      belief = belief.updatedOrdinal(x, (int) row.in(1), 1);
      row.check(before, belief.mean());
    }
    assertThat(belief.quantile(0.05)).isEqualTo(0.14);
    assertThat(belief.quantile(0.5)).isEqualTo(0.40);
    assertThat(belief.quantile(0.95)).isEqualTo(0.98);
    assertThat(belief.acceptableLogLoad().getAsDouble()).isEqualTo(0.00);
    assertThat(belief.loadIndependent()).isCloseTo(0.0485, within(5e-5));
  }

  @Test
  void flaresThatDoNotFollowTheLoad() {
    double[] loads = {.5, .6, .4, .5, .4, .6};
    int[] flares = {1, 1, 0, 1, 1, 0};
    ToleranceBelief belief = GRID.prior();
    for (int i = 0; i < loads.length; i++) {
      belief =
          belief.updatedBinary(
              StrictMath.log(loads[i]),
              flares[i] == 1 ? FlareOutcome.FLARE : FlareOutcome.NO_FLARE,
              1);
    }
    assertThat(belief.loadIndependent()).isCloseTo(0.7789, within(5e-5));
    assertThat(belief.riskAt(StrictMath.log(0.5)).probability()).isCloseTo(0.4137, within(5e-5));
    assertThat(belief.acceptableLogLoad()).isEmpty();
  }

  @Test
  void closedFormFilterForComparison() {
    LaplaceFilter filter = new LaplaceFilter(0.5, 0.2025);
    assertThat(filter.probability(0)).isCloseTo(0.1036, within(5e-5));
    filter = filter.updated(0, 0);
    assertThat(filter.mean()).isCloseTo(0.5496, within(5e-5));
    assertThat(filter.variance()).isCloseTo(0.1783, within(5e-5));
    double x = StrictMath.log(1.33);
    assertThat(filter.probability(x)).isCloseTo(0.2163, within(5e-5));
    filter = filter.updated(x, 1);
    assertThat(filter.mean()).isCloseTo(0.1577, within(5e-5));
    assertThat(filter.variance()).isCloseTo(0.1089, within(5e-5));
  }
}
