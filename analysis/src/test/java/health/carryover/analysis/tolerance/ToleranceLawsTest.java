package health.carryover.analysis.tolerance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ToleranceLawsTest {

  private static final ToleranceGrid GRID = ToleranceGrid.of(ToleranceModel.standard());
  private static final long SEED = 20_260_102L;

  /** A belief after some random sessions. */
  private static ToleranceBelief random(SplittableRandom random) {
    ToleranceBelief belief = GRID.prior();
    int sessions = random.nextInt(12);
    for (int i = 0; i < sessions; i++) {
      double x = random.nextDouble(-1.5, 1.5);
      belief = belief.afterDays(random.nextDouble(0, 20));
      belief =
          random.nextBoolean()
              ? belief.updatedOrdinal(x, random.nextInt(5), 1)
              : belief.updatedBinary(x, FlareOutcome.values()[random.nextInt(2)], 1);
    }
    return belief;
  }

  @Test
  void everyBeliefSumsToOne() {
    SplittableRandom random = seeded("sums");
    for (int i = 0; i < 100; i++) {
      assertThat(Arrays.stream(random(random).weights()).sum()).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void moreLoadNeverLowersTheRisk() {
    SplittableRandom random = seeded("monotone risk");
    for (int i = 0; i < 30; i++) {
      ToleranceBelief belief = random(random);
      FlareRisk last = belief.riskAt(Double.NEGATIVE_INFINITY);
      double lastOver = 0;
      for (double x = -2; x < 2.5; x += 0.05) {
        FlareRisk risk = belief.riskAt(x);
        assertThat(risk.probability()).isGreaterThanOrEqualTo(last.probability() - 1e-12);
        assertThat(risk.low()).isGreaterThanOrEqualTo(last.low() - 1e-9);
        assertThat(risk.high()).isGreaterThanOrEqualTo(last.high() - 1e-9);
        assertThat(risk.low()).isLessThanOrEqualTo(risk.high());
        assertThat(belief.overTolerance(x)).isGreaterThanOrEqualTo(lastOver);
        last = risk;
        lastOver = belief.overTolerance(x);
      }
    }
  }

  @Test
  void quantilesAscend() {
    SplittableRandom random = seeded("quantiles");
    for (int i = 0; i < 50; i++) {
      ToleranceBelief belief = random(random);
      double last = -10;
      for (int percent = 1; percent < 100; percent++) {
        double quantile = belief.quantile(percent / 100.0);
        assertThat(quantile).isGreaterThanOrEqualTo(last);
        last = quantile;
      }
    }
  }

  @Test
  void riskQuantilesAreThoseOfAllCells() {
    SplittableRandom random = seeded("risk quantiles");
    for (int i = 0; i < 20; i++) {
      ToleranceBelief belief = random(random);
      double x = random.nextDouble(-1, 1);
      double[] weights = belief.weights();
      double[][] cells = new double[weights.length][];
      int nodes = GRID.nodes();
      double mean = 0;
      for (int cell = 0; cell < cells.length; cell++) {
        int slice = cell / nodes;
        double background = GRID.background(slice % GRID.backgroundCount());
        double slope = GRID.slope(slice / GRID.backgroundCount());
        double driven = 1 / (1 + Math.exp(-slope * (x - GRID.theta(cell % nodes))));
        double risk = background + (1 - background - 0.02) * driven;
        cells[cell] = new double[] {risk, weights[cell]};
        mean += risk * weights[cell];
      }
      Arrays.sort(cells, (a, b) -> Double.compare(a[0], b[0]));
      FlareRisk risk = belief.riskAt(x);
      assertThat(risk.probability()).isCloseTo(mean, within(1e-12));
      assertThat(risk.low()).isCloseTo(quantile(cells, 0.05), within(1e-9));
      assertThat(risk.high()).isCloseTo(quantile(cells, 0.95), within(1e-9));
    }
  }

  @Test
  void theAcceptableLoadIsWhatAScanFromBelowFinds() {
    SplittableRandom random = seeded("acceptable load");
    for (int i = 0; i < 20; i++) {
      ToleranceBelief belief = random(random);
      double found = Double.NaN;
      for (int k = -160; k <= 200 && exceeds(belief, k / 100.0) <= 0.25; k++) {
        found = k / 100.0;
      }
      if (Double.isNaN(found)) {
        assertThat(belief.acceptableLogLoad()).isEmpty();
      } else {
        assertThat(belief.acceptableLogLoad()).hasValue(found);
      }
    }
  }

  @Test
  void withoutDataThePriorStays() {
    ToleranceBelief prior = GRID.prior();
    assertThat(prior.afterDays(0)).isSameAs(prior);
    assertThat(prior.updatedBinary(0.3, FlareOutcome.FLARE, 0).weights())
        .isEqualTo(prior.weights());
    assertThat(prior.updatedOrdinal(0.3, 4, 0).weights()).isEqualTo(prior.weights());
    // A missing answer is time and nothing else: the mean moves by the drift alone.
    assertThat(prior.afterDays(4).mean() - prior.mean()).isCloseTo(0.008, within(2e-3));
    assertThat(prior.afterDays(4).loadIndependent())
        .isCloseTo(prior.loadIndependent(), within(1e-12));
  }

  @Test
  void withoutTimeBetweenTheOrderDoesNotMatter() {
    SplittableRandom random = seeded("permutation");
    for (int round = 0; round < 20; round++) {
      double[] loads = new double[8];
      int[] grades = new int[8];
      for (int i = 0; i < loads.length; i++) {
        loads[i] = random.nextDouble(-1, 1);
        grades[i] = random.nextInt(5);
      }
      ToleranceBelief forward = GRID.prior();
      ToleranceBelief backward = GRID.prior();
      for (int i = 0; i < loads.length; i++) {
        int j = loads.length - 1 - i;
        forward = forward.updatedOrdinal(loads[i], grades[i], 1);
        backward = backward.updatedOrdinal(loads[j], grades[j], 1);
      }
      double[] a = forward.weights();
      double[] b = backward.weights();
      for (int cell = 0; cell < a.length; cell++) {
        assertThat(a[cell]).isCloseTo(b[cell], within(1e-12));
      }
    }
  }

  @Test
  void halfAnAnswerTwiceIsOneAnswer() {
    double[] twice = GRID.prior().updatedOrdinal(0.2, 3, 0.5).updatedOrdinal(0.2, 3, 0.5).weights();
    double[] once = GRID.prior().updatedOrdinal(0.2, 3, 1).weights();
    for (int cell = 0; cell < once.length; cell++) {
      assertThat(twice[cell]).isCloseTo(once[cell], within(1e-14));
    }
  }

  @Test
  void aLongBreakLowersAndWidensTheTolerance() {
    ToleranceBelief belief = GRID.prior();
    for (int i = 0; i < 10; i++) {
      belief = belief.updatedBinary(0.2, FlareOutcome.NO_FLARE, 1);
    }
    ToleranceBelief fortnight = belief.afterDays(14);
    ToleranceBelief month = belief.afterDays(30);
    assertThat(fortnight.mean()).isGreaterThan(belief.mean());
    assertThat(month.mean()).isCloseTo(belief.mean() - 0.15, within(0.03));
    assertThat(month.quantile(0.95) - month.quantile(0.05))
        .isGreaterThan(fortnight.quantile(0.95) - fortnight.quantile(0.05));
    assertThat(belief.afterBreak(30).weights()).isEqualTo(month.weights());
    assertThat(Arrays.stream(belief.afterDays(100_000).weights()).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void theSameUpdatesGiveTheSameBits() {
    assertThat(random(new SplittableRandom(5)).weights())
        .isEqualTo(random(new SplittableRandom(5)).weights());
  }

  @Test
  void aStoredBeliefComesBack() {
    ToleranceBelief belief = random(new SplittableRandom(9));
    ToleranceBelief restored = GRID.belief(belief.weights());
    assertThat(restored.quantile(0.5)).isEqualTo(belief.quantile(0.5));
    assertThat(restored.mean()).isCloseTo(belief.mean(), within(1e-14));
    assertThatThrownBy(() -> GRID.belief(new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noLoadLeavesTheBackgroundAlone() {
    FlareRisk risk = GRID.prior().riskAt(ToleranceGrid.logLoad(0, 40));
    double background = .02 * .22 + .05 * .30 + .10 * .22 + .20 * .14 + .35 * .08 + .50 * .04;
    assertThat(risk.probability()).isCloseTo(background, within(1e-12));
    assertThat(GRID.prior().overTolerance(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(GRID.prior().updatedOrdinal(Double.NEGATIVE_INFINITY, 2, 1).mean())
        .isCloseTo(GRID.prior().mean(), within(1e-9));
  }

  /**
   * Simulation-based calibration (Talts et al. 2018): when truths come from the prior, their ranks
   * within the posterior are uniform. Chi-square with 9 degrees of freedom, 99.9 % point 27.9.
   */
  @Test
  void ranksOfTruthsFromThePriorAreUniform() {
    SplittableRandom random = seeded("ranks");
    int[] bins = new int[10];
    int patients = 600;
    double[] prior = GRID.prior().weights();
    for (int patient = 0; patient < patients; patient++) {
      int truth = 0;
      for (double u = random.nextDouble() - prior[0]; u >= 0 && truth < prior.length - 1; ) {
        u -= prior[++truth];
      }
      int slice = truth / GRID.nodes();
      double background = GRID.background(slice % GRID.backgroundCount());
      double slope = GRID.slope(slice / GRID.backgroundCount());
      int node = truth % GRID.nodes();
      ToleranceBelief belief = GRID.prior();
      for (int session = 0; session < 10; session++) {
        double x = random.nextDouble(-0.5, 1.5);
        double p =
            background + (1 - background - 0.02) / (1 + Math.exp(-slope * (x - GRID.theta(node))));
        belief =
            belief.updatedBinary(
                x, random.nextDouble() < p ? FlareOutcome.FLARE : FlareOutcome.NO_FLARE, 1);
      }
      double below = belief.overTolerance(GRID.theta(node));
      double upTo = belief.overTolerance(GRID.theta(node) + 1e-6);
      double rank = below + random.nextDouble() * (upTo - below);
      bins[(int) Math.min(9, rank * 10)]++;
    }
    double chiSquare = 0;
    for (int count : bins) {
      chiSquare += Math.pow(count - patients / 10.0, 2) / (patients / 10.0);
    }
    System.out.printf("ranks %s, chi-square %.1f%n", Arrays.toString(bins), chiSquare);
    assertThat(chiSquare).isLessThan(27.9);
  }

  @Test
  void speedIsPrinted() {
    ToleranceBelief belief = GRID.prior();
    double update = Double.POSITIVE_INFINITY;
    double read = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 20; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        belief = belief.afterDays(2).updatedOrdinal(0.1, i % 3, 1);
      }
      update = Math.min(update, (System.nanoTime() - start) / 100.0);
      start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThat(belief.riskAt(0.1).probability()).isPositive();
        assertThat(belief.acceptableLogLoad().orElse(0)).isBetween(-1.6, 2.0);
      }
      read = Math.min(read, (System.nanoTime() - start) / 100.0);
    }
    System.out.printf(
        "tolerance: drift and update %.3f ms, risk and acceptable load %.3f ms%n",
        update / 1e6, read / 1e6);
  }

  private static SplittableRandom seeded(String law) {
    System.out.println("tolerance law '" + law + "', seed " + SEED);
    return new SplittableRandom(SEED);
  }

  private static double quantile(double[][] ascending, double q) {
    double sum = 0;
    for (double[] cell : ascending) {
      sum += cell[1];
      if (sum >= q) {
        return cell[0];
      }
    }
    return ascending[ascending.length - 1][0];
  }

  private static double exceeds(ToleranceBelief belief, double x) {
    double[] weights = belief.weights();
    double sum = 0;
    for (int cell = 0; cell < weights.length; cell++) {
      int slice = cell / GRID.nodes();
      double background = GRID.background(slice % GRID.backgroundCount());
      double slope = GRID.slope(slice / GRID.backgroundCount());
      double driven = 1 / (1 + Math.exp(-slope * (x - GRID.theta(cell % GRID.nodes()))));
      if (background + (1 - background - 0.02) * driven > 0.25) {
        sum += weights[cell];
      }
    }
    return sum;
  }
}
