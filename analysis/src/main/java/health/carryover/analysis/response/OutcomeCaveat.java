package health.carryover.analysis.response;

import java.util.Set;

/** Why an outcome counts less for the tolerance model. The weights are product choices. */
public enum OutcomeCaveat {
  /** Muscle belly, no pain at rest, new exercise: probably delayed-onset muscle soreness. */
  LIKELY_MUSCLE_SORENESS(0.5),
  /** Another session came before the outcome. */
  CONFOUNDED(0.5),
  /** Answered late, from memory. */
  RECALLED(0.5),
  /** A day of illness or fever. */
  ILLNESS(0);

  private final double weight;

  OutcomeCaveat(double weight) {
    this.weight = weight;
  }

  /** Weight of an outcome within 0..1: that of its most serious caveat, 1 without any. */
  public static double weight(Set<OutcomeCaveat> caveats) {
    double lowest = 1;
    for (OutcomeCaveat caveat : caveats) {
      lowest = Math.min(lowest, caveat.weight);
    }
    return lowest;
  }
}
