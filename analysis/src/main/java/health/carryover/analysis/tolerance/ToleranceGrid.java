package health.carryover.analysis.tolerance;

import java.util.List;

/**
 * The grid of log-tolerance theta, slope beta and background rate gamma, with the tables that do
 * not depend on a patient. Immutable; one is shared by all patients and threads.
 *
 * <p>Cells are stored slice after slice, a slice being all nodes of theta for one pair of slope and
 * background rate.
 */
public final class ToleranceGrid {

  private final ToleranceModel model;
  private final double[] theta;
  private final double[] slopes;
  private final double[] expSlopeTheta;
  private final double[] gradeOdds;
  private final double[] gradeBackgrounds;
  private final double[] prior;

  private ToleranceGrid(ToleranceModel model) {
    this.model = model;
    int nodes = model.thetaNodes();
    theta = new double[nodes];
    for (int t = 0; t < nodes; t++) {
      // Rounded to the step's decimals, so that a load at the reference meets a node exactly.
      theta[t] = Math.rint((model.lowestTheta() + t * model.thetaStep()) * 1e9) / 1e9;
    }
    slopes = toArray(model.slopes());
    expSlopeTheta = new double[slopes.length * nodes];
    for (int b = 0; b < slopes.length; b++) {
      for (int t = 0; t < nodes; t++) {
        expSlopeTheta[b * nodes + t] = StrictMath.exp(slopes[b] * theta[t]);
      }
    }
    gradeOdds = new double[ToleranceModel.GRADES];
    gradeBackgrounds = new double[ToleranceModel.GRADES * model.backgrounds().size()];
    for (int c = 0; c < ToleranceModel.GRADES; c++) {
      gradeOdds[c] = StrictMath.exp(model.gradeShifts().get(c));
      for (int g = 0; g < model.backgrounds().size(); g++) {
        gradeBackgrounds[c * model.backgrounds().size() + g] =
            Math.min(
                model.highestBackground(),
                model.gradeBackgrounds().get(c) * model.backgrounds().get(g));
      }
    }
    prior = makePrior();
  }

  /** A grid for a model. Costs about a millisecond: share it. */
  public static ToleranceGrid of(ToleranceModel model) {
    return new ToleranceGrid(model);
  }

  /** The model behind the grid. */
  public ToleranceModel model() {
    return model;
  }

  /** What is believed of a person nothing is known of. */
  public ToleranceBelief prior() {
    return new ToleranceBelief(this, prior);
  }

  /**
   * A belief that was stored.
   *
   * @param weights as {@link ToleranceBelief#weights} gave them; copied and normalised
   * @throws IllegalArgumentException when they do not fit this grid
   */
  public ToleranceBelief belief(double[] weights) {
    if (weights.length != prior.length) {
      throw new IllegalArgumentException("weights do not fit the grid");
    }
    for (double weight : weights) {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("weights must be numbers of at least 0");
      }
    }
    return new ToleranceBelief(this, normalised(weights.clone()));
  }

  /**
   * The place of a load on the grid's scale: the natural logarithm of its ratio to the reference.
   *
   * @param load not negative; 0 gives negative infinity, a session without any load
   * @param referenceLoad above 0, in the same currency
   */
  public static double logLoad(double load, double referenceLoad) {
    if (!(load >= 0) || !(referenceLoad > 0) || Double.isInfinite(load)) {
      throw new IllegalArgumentException("load must not be negative and its reference positive");
    }
    return StrictMath.log(load / referenceLoad);
  }

  int nodes() {
    return theta.length;
  }

  int slopeCount() {
    return slopes.length;
  }

  int backgroundCount() {
    return model.backgrounds().size();
  }

  double theta(int node) {
    return theta[node];
  }

  double slope(int index) {
    return slopes[index];
  }

  double background(int index) {
    return model.backgrounds().get(index);
  }

  /** {@code exp(beta * theta)} at a slope and node; ascending in the node. */
  double expSlopeTheta(int slope, int node) {
    return expSlopeTheta[slope * theta.length + node];
  }

  /** {@code exp(delta_c)} of a grade from 1 to 4. */
  double gradeOdds(int grade) {
    return gradeOdds[grade - 1];
  }

  /** Background rate of at least a grade from 1 to 4. */
  double gradeBackground(int grade, int background) {
    return gradeBackgrounds[(grade - 1) * backgroundCount() + background];
  }

  static double[] normalised(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("weights must not all be 0");
    }
    double factor = 1 / sum;
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
    return weights;
  }

  private double[] makePrior() {
    int nodes = theta.length;
    double[] cells = new double[slopes.length * backgroundCount() * nodes];
    for (int b = 0; b < slopes.length; b++) {
      double fromCentre =
          (StrictMath.log(slopes[b]) - StrictMath.log(model.slopeCentre())) / model.slopeLogSd();
      double slopeWeight = StrictMath.exp(-0.5 * fromCentre * fromCentre);
      for (int g = 0; g < backgroundCount(); g++) {
        double weight = slopeWeight * model.backgroundWeights().get(g);
        for (int t = 0; t < nodes; t++) {
          double fromMean = (theta[t] - model.thetaMean()) / model.thetaSd();
          cells[(b * backgroundCount() + g) * nodes + t] =
              weight * StrictMath.exp(-0.5 * fromMean * fromMean);
        }
      }
    }
    return normalised(cells);
  }

  private static double[] toArray(List<Double> values) {
    double[] array = new double[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
