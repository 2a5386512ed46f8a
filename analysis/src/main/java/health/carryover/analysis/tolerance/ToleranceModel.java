package health.carryover.analysis.tolerance;

import java.util.List;

/**
 * Constants of the tolerance model. Every number is an engineering choice without a published
 * source, kept here as data so that a clinic can change it; a change starts a new model version.
 *
 * <p>Loads enter as {@code x = ln(load / reference load)} in one currency.
 *
 * @param version name stored with every result
 * @param lowestTheta first node of the log-tolerance grid
 * @param thetaStep distance of nodes
 * @param thetaNodes number of nodes, at least 3
 * @param thetaMean prior mean of the log-tolerance
 * @param thetaSd prior standard deviation
 * @param slopes slopes beta of the dose-response, ascending
 * @param slopeCentre median of the log-normal prior of the slopes
 * @param slopeLogSd its standard deviation on the log scale
 * @param backgrounds background rates gamma of flares that have nothing to do with load
 * @param backgroundWeights their prior weights
 * @param lapse probability lambda of no flare however large the load
 * @param gradeShifts shifts delta of the log-odds for rebound grades 1 to 4
 * @param gradeBackgrounds multipliers m of the background rate for grades 1 to 4
 * @param highestBackground cap of a multiplied background rate
 * @param growthPerDay drift mu of the log-tolerance
 * @param wanderPerSqrtDay random walk q of the log-tolerance
 * @param breakDays a longer gap than this counts as a training break
 * @param breakLossPerDay drift during a break, not above 0
 * @param breakWanderFactor factor on the random walk during a break
 * @param acceptableRisk acceptable flare probability p*
 * @param acceptableDoubt largest probability that the flare probability exceeds p*
 * @param highBackground background rate from which flares count as load-independent
 */
public record ToleranceModel(
    String version,
    double lowestTheta,
    double thetaStep,
    int thetaNodes,
    double thetaMean,
    double thetaSd,
    List<Double> slopes,
    double slopeCentre,
    double slopeLogSd,
    List<Double> backgrounds,
    List<Double> backgroundWeights,
    double lapse,
    List<Double> gradeShifts,
    List<Double> gradeBackgrounds,
    double highestBackground,
    double growthPerDay,
    double wanderPerSqrtDay,
    double breakDays,
    double breakLossPerDay,
    double breakWanderFactor,
    double acceptableRisk,
    double acceptableDoubt,
    double highBackground) {

  /** Rebound grades above 0. */
  static final int GRADES = 4;

  /** Copies the lists and checks what the filter relies on. */
  public ToleranceModel {
    slopes = List.copyOf(slopes);
    backgrounds = List.copyOf(backgrounds);
    backgroundWeights = List.copyOf(backgroundWeights);
    gradeShifts = List.copyOf(gradeShifts);
    gradeBackgrounds = List.copyOf(gradeBackgrounds);
    if (thetaNodes < 3 || !(thetaStep > 0) || !(thetaSd > 0) || !(slopeLogSd > 0)) {
      throw new IllegalArgumentException("the grid needs nodes, a step and proper priors");
    }
    if (slopes.isEmpty() || backgrounds.isEmpty()) {
      throw new IllegalArgumentException("slopes and background rates must not be empty");
    }
    if (backgrounds.size() != backgroundWeights.size()) {
      throw new IllegalArgumentException("each background rate needs a weight");
    }
    if (gradeShifts.size() != GRADES || gradeBackgrounds.size() != GRADES) {
      throw new IllegalArgumentException("each of four grades needs a shift and a multiplier");
    }
    if (!(lapse >= 0) || !(highestBackground >= 0) || !(lapse + highestBackground < 1)) {
      throw new IllegalArgumentException("lapse and background must leave room for the load");
    }
  }

  /** The constants in use. */
  public static ToleranceModel standard() {
    return new ToleranceModel(
        "tolerance-grid/1",
        -1.60,
        0.02,
        181,
        0.50,
        0.45,
        List.of(3.0, 4.2, 6.0, 8.5, 12.0),
        6,
        0.5,
        List.of(0.02, 0.05, 0.10, 0.20, 0.35, 0.50),
        List.of(0.22, 0.30, 0.22, 0.14, 0.08, 0.04),
        0.02,
        List.of(-1.2, 0.0, 1.0, 2.0),
        List.of(1.8, 1.0, 0.45, 0.2),
        0.9,
        0.002,
        0.03,
        14,
        -0.005,
        2,
        0.25,
        0.25,
        0.30);
  }

  /**
   * The same model that accepts another risk; what it learns does not change.
   *
   * @param risk acceptable flare probability, 0 to 1
   * @param doubt largest probability that the flare probability exceeds it, 0 to 1
   */
  public ToleranceModel withAcceptable(double risk, double doubt) {
    return new ToleranceModel(
        version,
        lowestTheta,
        thetaStep,
        thetaNodes,
        thetaMean,
        thetaSd,
        slopes,
        slopeCentre,
        slopeLogSd,
        backgrounds,
        backgroundWeights,
        lapse,
        gradeShifts,
        gradeBackgrounds,
        highestBackground,
        growthPerDay,
        wanderPerSqrtDay,
        breakDays,
        breakLossPerDay,
        breakWanderFactor,
        risk,
        doubt,
        highBackground);
  }
}
