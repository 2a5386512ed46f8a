package health.carryover.deploy.simulator;

import java.util.Random;

/**
 * How an invented patient really responds to load: the ordinal dose-response that the tolerance
 * model assumes (docs/science.md, section E2), with the patient's own true numbers.
 *
 * @param logTolerance natural logarithm of the load, relative to the reference load, at which a
 *     load-driven flare has the probability one half
 * @param slope how steeply the probability rises with the logarithm of the load
 * @param background probability of a flare that load has no part in, 0 to 1
 */
public record HiddenTolerance(double logTolerance, double slope, double background) {
  /** The strongest rebound that is distinguished: 4 points or more. */
  public static final int STRONGEST_REBOUND = 4;

  private static final double LAPSE = 0.02;
  private static final double LARGEST_BACKGROUND = 0.9;
  private static final double[] BACKGROUND_FACTOR = {1.8, 1.0, 0.45, 0.2};
  private static final double[] THRESHOLD_SHIFT = {-1.2, 0, 1.0, 2.0};

  /**
   * Probability that pain rebounds by at least {@code points} after a load.
   *
   * @param relativeLoad load divided by the reference load, above 0
   * @param points 1 to {@value #STRONGEST_REBOUND}; 2 is a flare
   */
  public double probabilityOfRebound(double relativeLoad, int points) {
    double floor = Math.min(LARGEST_BACKGROUND, BACKGROUND_FACTOR[points - 1] * background);
    double drive = slope * (Math.log(relativeLoad) - logTolerance) - THRESHOLD_SHIFT[points - 1];
    return floor + Math.max(0, 1 - floor - LAPSE) / (1 + Math.exp(-drive));
  }

  /** Draws how many points pain rebounds after a load: 0 (not at all, or less pain) to 4. */
  public int drawRebound(double relativeLoad, Random random) {
    double draw = random.nextDouble();
    int rebound = 0;
    while (rebound < STRONGEST_REBOUND && draw < probabilityOfRebound(relativeLoad, rebound + 1)) {
      rebound++;
    }
    return rebound;
  }
}
