package health.carryover.analysis.tolerance;

import java.util.OptionalDouble;

/**
 * What is believed of one person's load tolerance: a probability for each cell of a {@link
 * ToleranceGrid}. Immutable and safe to share; every update gives a new belief, the same on every
 * machine to the bit.
 *
 * <p>Model: {@code P(flare) = g + (1 - g - lapse) * sigma(beta * (x - theta))} at the log-load x.
 * The order within a day does not matter: updates without time between them commute.
 */
public final class ToleranceBelief {

  private static final double LOW_QUANTILE = 0.05;
  private static final double HIGH_QUANTILE = 0.95;
  private static final double LIKELIHOOD_FLOOR = 1e-9;
  static final int FLARE_GRADE = 2;

  /** Candidate log-loads for the acceptable load: -1.60 to 2.00 in steps of 0.01. */
  private static final int LOWEST_CANDIDATE = -160;

  private static final int HIGHEST_CANDIDATE = 200;
  private static final double CANDIDATES_PER_UNIT = 100;

  /** Halvings of the unit interval: a quantile of risk is found to about 1e-13. */
  private static final int HALVINGS = 43;

  private final ToleranceGrid grid;
  private final double[] cells;

  ToleranceBelief(ToleranceGrid grid, double[] cells) {
    this.grid = grid;
    this.cells = cells;
  }

  /** The grid this belief lives on. */
  public ToleranceGrid grid() {
    return grid;
  }

  /** A copy of the probabilities, for {@link ToleranceGrid#belief}. */
  public double[] weights() {
    return cells.clone();
  }

  /**
   * The belief after time has passed: slow growth and a widening random walk. A gap longer than the
   * model's break counts as detraining for its whole length.
   *
   * @param days not negative; 0 changes nothing
   */
  public ToleranceBelief afterDays(double days) {
    ToleranceModel model = grid.model();
    return days > model.breakDays()
        ? afterBreak(days)
        : drifted(days, model.growthPerDay(), model.wanderPerSqrtDay());
  }

  /**
   * The belief after a break of any length: a long gap, a new injury, surgery or a new drug.
   *
   * @param days not negative; 0 changes nothing
   */
  public ToleranceBelief afterBreak(double days) {
    ToleranceModel model = grid.model();
    return drifted(
        days, model.breakLossPerDay(), model.breakWanderFactor() * model.wanderPerSqrtDay());
  }

  /** Probability of a flare after a log-load, with its 5 and 95 % quantiles. */
  public FlareRisk riskAt(double logLoad) {
    requireLoad(logLoad);
    double[] odds = loadOdds(logLoad);
    double[] cumulated = cumulated();
    return new FlareRisk(
        flareProbability(logLoad),
        riskQuantile(cumulated, odds, LOW_QUANTILE),
        riskQuantile(cumulated, odds, HIGH_QUANTILE));
  }

  /** The posterior mean of {@link #riskAt} alone. */
  public double flareProbability(double logLoad) {
    return flareCurve().at(logLoad);
  }

  /** The same for asking often. */
  public FlareCurve flareCurve() {
    int nodes = grid.nodes();
    double[] driven = new double[grid.slopeCount() * nodes];
    double background = 0;
    for (int slice = 0; slice * nodes < cells.length; slice++) {
      double rate = grid.gradeBackground(FLARE_GRADE, slice % grid.backgroundCount());
      double left = 1 - rate - grid.model().lapse();
      int slope = slice / grid.backgroundCount();
      for (int t = 0; t < nodes; t++) {
        double cell = cells[slice * nodes + t];
        background += rate * cell;
        driven[slope * nodes + t] += left * cell;
      }
    }
    return new FlareCurve(grid, background, driven);
  }

  /** Probability that a log-load exceeds the tolerance. */
  public double overTolerance(double logLoad) {
    requireLoad(logLoad);
    double[] marginal = thetaMarginal();
    double below = 0;
    for (int t = 0; t < marginal.length && grid.theta(t) < logLoad; t++) {
      below += marginal[t];
    }
    return Math.min(1, below);
  }

  /** Probability that flares come whatever the load: a background rate of at least 0.30. */
  public double loadIndependent() {
    double sum = 0;
    int nodes = grid.nodes();
    for (int slice = 0; slice * nodes < cells.length; slice++) {
      if (grid.background(slice % grid.backgroundCount()) >= grid.model().highBackground()) {
        for (int t = 0; t < nodes; t++) {
          sum += cells[slice * nodes + t];
        }
      }
    }
    return Math.min(1, sum);
  }

  /** Posterior mean of the log-tolerance. */
  public double mean() {
    double[] marginal = thetaMarginal();
    double sum = 0;
    for (int t = 0; t < marginal.length; t++) {
      sum += grid.theta(t) * marginal[t];
    }
    return sum;
  }

  /**
   * Quantile of the log-tolerance: the smallest node whose cumulative probability reaches q.
   *
   * @param q within (0, 1)
   */
  public double quantile(double q) {
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException("a quantile lies within (0, 1)");
    }
    double[] marginal = thetaMarginal();
    double sum = 0;
    for (int t = 0; t < marginal.length; t++) {
      sum += marginal[t];
      if (sum >= q) {
        return grid.theta(t);
      }
    }
    return grid.theta(marginal.length - 1);
  }

  /**
   * The largest log-load of acceptable risk, on a grid of 0.01: the probability that the flare
   * probability exceeds p* is at most 0.25 (escalation with overdose control, Babb, Rogatko &amp;
   * Zacks 1998, Stat Med 17:1103). Empty when not even the smallest candidate is acceptable.
   */
  public OptionalDouble acceptableLogLoad() {
    double[] cumulated = cumulated();
    if (!acceptable(cumulated, LOWEST_CANDIDATE)) {
      return OptionalDouble.empty();
    }
    // Risk never falls with load, so halving finds what a scan from below finds.
    int good = LOWEST_CANDIDATE;
    int bad = HIGHEST_CANDIDATE + 1;
    while (bad - good > 1) {
      int middle = Math.floorDiv(good + bad, 2);
      if (acceptable(cumulated, middle)) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return OptionalDouble.of(good / CANDIDATES_PER_UNIT);
  }

  /**
   * The belief after a session whose flare is known.
   *
   * @param weight confidence in the answer within 0..1: 0.5 for likely muscle soreness, 0 for an
   *     answer that must not count
   */
  public ToleranceBelief updatedBinary(double logLoad, FlareOutcome outcome, double weight) {
    requireLoad(logLoad);
    requireWeight(weight);
    if (weight == 0) {
      return this;
    }
    double[] odds = loadOdds(logLoad);
    int nodes = grid.nodes();
    int backgrounds = grid.backgroundCount();
    double lapse = grid.model().lapse();
    double[] next = new double[cells.length];
    for (int b = 0; b < grid.slopeCount(); b++) {
      double[] driven = driven(b, odds[b], FLARE_GRADE);
      for (int g = 0; g < backgrounds; g++) {
        double background = grid.gradeBackground(FLARE_GRADE, g);
        double share = 1 - background - lapse;
        double base = outcome == FlareOutcome.FLARE ? background : 1 - background;
        double slope = outcome == FlareOutcome.FLARE ? share : -share;
        int slice = (b * backgrounds + g) * nodes;
        for (int t = 0; t < nodes; t++) {
          next[slice + t] = base + slope * driven[t];
        }
      }
    }
    return posterior(next, weight);
  }

  /**
   * The belief after a session whose rebound is known by grade.
   *
   * @param grade 0 for none, 1 to 3, and 4 for a rebound of 4 points or more; from 2 on a flare
   * @param weight confidence in the answer within 0..1
   */
  public ToleranceBelief updatedOrdinal(double logLoad, int grade, double weight) {
    requireLoad(logLoad);
    requireWeight(weight);
    if (grade < 0 || grade > ToleranceModel.GRADES) {
      throw new IllegalArgumentException("grade must be within 0..4");
    }
    if (weight == 0) {
      return this;
    }
    double[] odds = loadOdds(logLoad);
    int nodes = grid.nodes();
    int backgrounds = grid.backgroundCount();
    double lapse = grid.model().lapse();
    double[] next = new double[cells.length];
    double[] certain = new double[nodes];
    double[] never = new double[nodes];
    for (int b = 0; b < grid.slopeCount(); b++) {
      double[] reached = grade == 0 ? certain : driven(b, odds[b], grade);
      double[] exceeded = grade == ToleranceModel.GRADES ? never : driven(b, odds[b], grade + 1);
      for (int g = 0; g < backgrounds; g++) {
        double low = grade == 0 ? 1 : grid.gradeBackground(grade, g);
        double lowShare = grade == 0 ? 0 : 1 - low - lapse;
        double high = grade == ToleranceModel.GRADES ? 0 : grid.gradeBackground(grade + 1, g);
        double highShare = grade == ToleranceModel.GRADES ? 0 : 1 - high - lapse;
        int slice = (b * backgrounds + g) * nodes;
        for (int t = 0; t < nodes; t++) {
          double likelihood = low + lowShare * reached[t] - (high + highShare * exceeded[t]);
          next[slice + t] = Math.max(likelihood, LIKELIHOOD_FLOOR);
        }
      }
    }
    return posterior(next, weight);
  }

  private ToleranceBelief drifted(double days, double growthPerDay, double wanderPerSqrtDay) {
    if (!(days >= 0) || Double.isInfinite(days)) {
      throw new IllegalArgumentException("time must not run backward");
    }
    if (days == 0) {
      return this;
    }
    double[] next =
        Drift.convolved(
            cells,
            grid.nodes(),
            grid.model().thetaStep(),
            growthPerDay * days,
            wanderPerSqrtDay * Math.sqrt(days));
    return new ToleranceBelief(grid, ToleranceGrid.normalised(next));
  }

  private ToleranceBelief posterior(double[] likelihood, double weight) {
    for (int i = 0; i < likelihood.length; i++) {
      double factor = weight == 1 ? likelihood[i] : StrictMath.pow(likelihood[i], weight);
      likelihood[i] = cells[i] * factor;
    }
    return new ToleranceBelief(grid, ToleranceGrid.normalised(likelihood));
  }

  /** {@code exp(-beta * x)} for each slope. */
  private double[] loadOdds(double logLoad) {
    double[] odds = new double[grid.slopeCount()];
    for (int b = 0; b < odds.length; b++) {
      odds[b] = StrictMath.exp(-grid.slope(b) * logLoad);
    }
    return odds;
  }

  /** {@code sigma(beta * (x - theta) - delta)} over theta. */
  private double[] driven(int slope, double loadOdds, int grade) {
    double factor = loadOdds * grid.gradeOdds(grade);
    double[] probability = new double[grid.nodes()];
    for (int t = 0; t < probability.length; t++) {
      probability[t] = 1 / (1 + factor * grid.expSlopeTheta(slope, t));
    }
    return probability;
  }

  /** Smallest probability whose cumulative belief reaches q, by halving. */
  private double riskQuantile(double[] cumulated, double[] odds, double q) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (1 - riskAbove(cumulated, odds, middle) >= q) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private boolean acceptable(double[] cumulated, int candidate) {
    double[] odds = loadOdds(candidate / CANDIDATES_PER_UNIT);
    ToleranceModel model = grid.model();
    return riskAbove(cumulated, odds, model.acceptableRisk()) <= model.acceptableDoubt();
  }

  /**
   * Belief that the flare probability exceeds a level. Within a slice the probability falls with
   * theta, so the cells above the level are the first ones.
   */
  private double riskAbove(double[] cumulated, double[] odds, double level) {
    int nodes = grid.nodes();
    int backgrounds = grid.backgroundCount();
    double sum = 0;
    for (int b = 0; b < grid.slopeCount(); b++) {
      for (int g = 0; g < backgrounds; g++) {
        double background = grid.gradeBackground(FLARE_GRADE, g);
        double driven = (level - background) / (1 - background - grid.model().lapse());
        int first = (b * backgrounds + g) * nodes;
        int above;
        if (driven < 0) {
          above = nodes;
        } else if (driven >= 1) {
          above = 0;
        } else {
          above = nodesBelow(b, (1 - driven) / driven, odds[b] * grid.gradeOdds(FLARE_GRADE));
        }
        sum += above == 0 ? 0 : cumulated[first + above - 1];
      }
    }
    return sum;
  }

  /** How many nodes of theta have {@code factor * exp(beta * theta)} below a limit. */
  private int nodesBelow(int slope, double limit, double factor) {
    int low = 0;
    int high = grid.nodes();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (factor * grid.expSlopeTheta(slope, middle) < limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Running sums within each slice. */
  private double[] cumulated() {
    double[] sums = new double[cells.length];
    int nodes = grid.nodes();
    for (int slice = 0; slice < cells.length; slice += nodes) {
      double sum = 0;
      for (int t = 0; t < nodes; t++) {
        sum += cells[slice + t];
        sums[slice + t] = sum;
      }
    }
    return sums;
  }

  private double[] thetaMarginal() {
    int nodes = grid.nodes();
    double[] marginal = new double[nodes];
    for (int slice = 0; slice < cells.length; slice += nodes) {
      for (int t = 0; t < nodes; t++) {
        marginal[t] += cells[slice + t];
      }
    }
    return marginal;
  }

  private static void requireLoad(double logLoad) {
    if (Double.isNaN(logLoad)) {
      throw new IllegalArgumentException("load is not a number");
    }
  }

  private static void requireWeight(double weight) {
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("weight must be within 0..1");
    }
  }
}
