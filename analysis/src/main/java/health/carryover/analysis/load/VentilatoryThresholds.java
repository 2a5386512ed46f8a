package health.carryover.analysis.load;

/**
 * Heart rates at the first and second ventilatory threshold, measured in a test. They are never
 * estimated from the maximal heart rate.
 *
 * @param firstBpm first threshold, above 0
 * @param secondBpm second threshold, above the first
 */
public record VentilatoryThresholds(double firstBpm, double secondBpm) {

  /** Validates the pair. */
  public VentilatoryThresholds {
    if (!(firstBpm > 0) || !(secondBpm > firstBpm) || Double.isInfinite(secondBpm)) {
      throw new IllegalArgumentException("thresholds must be positive and ascending");
    }
  }

  /** The three zones of Lucia et al. 2003 (Med Sci Sports Exerc 35:872). */
  public HeartRateZones zones() {
    return HeartRateZones.of(firstBpm, secondBpm);
  }
}
