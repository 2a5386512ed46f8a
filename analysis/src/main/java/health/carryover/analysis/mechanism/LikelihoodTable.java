package health.carryover.analysis.mechanism;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Prior and likelihood ratios of the scorer, as data: all of them engineering priors that need a
 * clinical review.
 *
 * @param version name stored with every result
 * @param prior one probability for each mechanism, in their order
 * @param present ratios when a piece of evidence is present, in the order of mechanisms
 * @param absent ratios when it is absent
 * @param fewestKnown pieces of evidence that must be known to name a leading mechanism
 * @param smallestLead probability a leading mechanism must have
 * @param smallestMargin distance it must have from the next one
 */
public record LikelihoodTable(
    String version,
    List<Double> prior,
    Map<Evidence, List<Double>> present,
    Map<Evidence, List<Double>> absent,
    int fewestKnown,
    double smallestLead,
    double smallestMargin) {

  /** Copies and checks that nothing is missing. */
  public LikelihoodTable {
    prior = List.copyOf(prior);
    present = Map.copyOf(present);
    absent = Map.copyOf(absent);
    requireRow(prior);
    for (Evidence evidence : Evidence.values()) {
      requireRow(present.getOrDefault(evidence, List.of()));
      requireRow(absent.getOrDefault(evidence, List.of()));
    }
  }

  /** The table in use. */
  public static LikelihoodTable standard() {
    Map<Evidence, List<Double>> present = new EnumMap<>(Evidence.class);
    Map<Evidence, List<Double>> absent = new EnumMap<>(Evidence.class);
    present.put(Evidence.LOAD_OVER_TOLERANCE, List.of(3.0, 1.2, 0.7, 0.8));
    absent.put(Evidence.LOAD_OVER_TOLERANCE, List.of(0.3, 1.0, 1.6, 1.4));
    present.put(Evidence.LOAD_INDEPENDENT, List.of(0.3, 0.8, 3.0, 1.5));
    absent.put(Evidence.LOAD_INDEPENDENT, List.of(1.3, 1.0, 0.6, 0.9));
    present.put(Evidence.HEART_RATE_STRAIN, List.of(1.0, 3.0, 1.0, 1.5));
    absent.put(Evidence.HEART_RATE_STRAIN, List.of(1.0, 0.5, 1.0, 0.8));
    present.put(Evidence.POOR_RECOVERY, List.of(0.8, 1.0, 1.2, 3.5));
    absent.put(Evidence.POOR_RECOVERY, List.of(1.1, 1.0, 0.9, 0.4));
    present.put(Evidence.WIDE_REBOUND, List.of(0.7, 0.8, 2.5, 1.0));
    absent.put(Evidence.WIDE_REBOUND, List.of(1.1, 1.1, 0.7, 1.0));
    return new LikelihoodTable(
        "mechanism-scorer/1", List.of(0.40, 0.20, 0.20, 0.20), present, absent, 3, 0.50, 0.20);
  }

  /** Ratios for a piece of evidence in a known state. */
  List<Double> ratios(Evidence evidence, Evidence.State state) {
    Map<Evidence, List<Double>> table = state == Evidence.State.PRESENT ? present : absent;
    return table.getOrDefault(evidence, List.of());
  }

  private static void requireRow(List<Double> row) {
    if (row.size() != Mechanism.values().length) {
      throw new IllegalArgumentException("each row needs a number for every mechanism");
    }
    for (double ratio : row) {
      if (!(ratio > 0) || Double.isInfinite(ratio)) {
        throw new IllegalArgumentException("numbers of the table must be positive");
      }
    }
  }
}
