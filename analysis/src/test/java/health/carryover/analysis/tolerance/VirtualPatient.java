package health.carryover.analysis.tolerance;

import java.util.Random;

/** The truth about one simulated patient: drawn from the prior. */
final class VirtualPatient {

  private static final double[] SHIFTS = {-1.2, 0, 1, 2};
  private static final double[] BACKGROUND_FACTORS = {1.8, 1, 0.45, 0.2};
  private static final double[] BACKGROUNDS = {.02, .05, .10, .20, .35, .50};
  private static final double[] BACKGROUND_WEIGHTS = {.22, .30, .22, .14, .08, .04};
  private static final double LOAD_DRIVEN_SHARE = 0.88;
  private static final double LAPSE = 0.02;
  private static final double SESSION_NOISE = 0.15;
  private static final int DROP_SESSION = 21;

  private final Scenario scenario;
  private final double slope;
  private final double background;
  private double theta;

  private VirtualPatient(Scenario scenario, double theta, double slope, double background) {
    this.scenario = scenario;
    this.theta = theta;
    this.slope = slope;
    this.background = background;
  }

  static VirtualPatient draw(Scenario scenario, Random random) {
    double theta = 0.5 + 0.45 * random.nextGaussian() - Math.log(scenario.referenceFactor);
    double slope = Math.exp(Math.log(6) + 0.5 * random.nextGaussian());
    double u = random.nextDouble();
    if (scenario != Scenario.WHOLE_PRIOR) {
      u *= LOAD_DRIVEN_SHARE;
    }
    int index = 0;
    while (index < BACKGROUNDS.length - 1 && u >= BACKGROUND_WEIGHTS[index]) {
      u -= BACKGROUND_WEIGHTS[index++];
    }
    return new VirtualPatient(scenario, theta, slope, BACKGROUNDS[index]);
  }

  static VirtualPatient of(Scenario scenario, double theta, double slope, double background) {
    return new VirtualPatient(scenario, theta, slope, background);
  }

  /** Time passes before a session, which is counted from 1. */
  void before(int session, double days) {
    theta += scenario.growthPerDay * days;
    if (session == DROP_SESSION) {
      theta -= scenario.drop;
    }
  }

  double theta() {
    return theta;
  }

  /** True probability of a flare at a log-load. */
  double flareProbability(double x) {
    return atLeast(2, x, 0);
  }

  /** Rebound grade after a session at a log-load. */
  int grade(double x, Random random) {
    double noise =
        scenario.link == Scenario.Link.NOISY_PROBIT ? SESSION_NOISE * random.nextGaussian() : 0;
    double u = random.nextDouble();
    int grade = 0;
    while (grade < 4 && u < atLeast(grade + 1, x, noise)) {
      grade++;
    }
    return grade;
  }

  /** The grade that is reported. */
  int reported(int grade, Random random) {
    if (random.nextDouble() >= scenario.labelNoise) {
      return grade;
    }
    return Math.max(0, Math.min(4, grade + (random.nextBoolean() ? 1 : -1)));
  }

  private double atLeast(int grade, double x, double noise) {
    double z = slope * (x + noise - theta) - SHIFTS[grade - 1];
    double base = Math.min(0.9, BACKGROUND_FACTORS[grade - 1] * background);
    double driven =
        scenario.link == Scenario.Link.LOGIT ? 1 / (1 + Math.exp(-z)) : normal(z / 1.702);
    return base + (1 - base - LAPSE) * driven;
  }

  /** Normal distribution function (Abramowitz &amp; Stegun 1964, 26.2.17; error below 1e-7). */
  private static double normal(double z) {
    double t = 1 / (1 + 0.2316419 * Math.abs(z));
    double tail =
        Math.exp(-z * z / 2)
            / Math.sqrt(2 * Math.PI)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z >= 0 ? 1 - tail : tail;
  }
}
