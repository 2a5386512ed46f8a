package health.carryover.analysis.load;

/**
 * Banister's impulse-response model in recursive form: {@code F = F * exp(-1/tau1) + L}, {@code G =
 * G * exp(-1/tau2) + L}, performance {@code P0 + k1 F - k2 G} (Morton, Fitz-Clarke &amp; Banister
 * 1990, J Appl Physiol 69:1171). An explanatory picture only: fitting it needs repeated maximal
 * tests.
 *
 * @param fitnessDays tau1, above tau2
 * @param fatigueDays tau2, above 0
 * @param fitnessGain k1, above 0
 * @param fatigueGain k2, above k1
 */
public record FitnessFatigue(
    double fitnessDays, double fatigueDays, double fitnessGain, double fatigueGain) {

  /** Starting values of Morton et al. 1990. */
  public static final FitnessFatigue MORTON_1990 = new FitnessFatigue(45, 15, 1, 2);

  /** Validates the constants. */
  public FitnessFatigue {
    if (!(fatigueDays > 0) || !(fitnessDays > fatigueDays)) {
      throw new IllegalArgumentException("fitness must decay more slowly than fatigue");
    }
    if (!(fitnessGain > 0) || !(fatigueGain > fitnessGain)) {
      throw new IllegalArgumentException("the gain of fatigue must exceed that of fitness");
    }
  }

  /**
   * Fitness and fatigue in the units of load.
   *
   * @param fitness F
   * @param fatigue G
   */
  public record State(double fitness, double fatigue) {

    /** Nothing trained yet. */
    public static final State NONE = new State(0, 0);
  }

  /** The state after one more day with a load, 0 on a rest day. */
  public State next(State state, double load) {
    return new State(
        state.fitness() * StrictMath.exp(-1 / fitnessDays) + load,
        state.fatigue() * StrictMath.exp(-1 / fatigueDays) + load);
  }

  /** Modelled performance above or below an initial level. */
  public double performance(double initial, State state) {
    return initial + fitnessGain * state.fitness() - fatigueGain * state.fatigue();
  }

  /** Days after a single impulse until its net effect turns positive. */
  public double daysToZero() {
    return StrictMath.log(fatigueGain / fitnessGain) * timeScale();
  }

  /** Days after a single impulse until its net effect is greatest. */
  public double daysToPeak() {
    return StrictMath.log(fatigueGain * fitnessDays / (fitnessGain * fatigueDays)) * timeScale();
  }

  private double timeScale() {
    return fitnessDays * fatigueDays / (fitnessDays - fatigueDays);
  }
}
