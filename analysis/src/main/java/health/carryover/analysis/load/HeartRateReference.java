package health.carryover.analysis.load;

/**
 * Resting and maximal heart rate of a person for one epoch, in bpm. Frozen per epoch: loads made
 * with different references must not be compared.
 *
 * @param restBpm resting heart rate, above 0
 * @param maxBpm maximal heart rate, more than 20 bpm above rest
 */
public record HeartRateReference(double restBpm, double maxBpm) {

  private static final double SMALLEST_RESERVE_BPM = 20;

  /**
   * Validates the pair.
   *
   * @throws IllegalArgumentException when either is not finite, rest is not positive, or the
   *     reserve is 20 bpm or less
   */
  public HeartRateReference {
    if (!Double.isFinite(restBpm) || !Double.isFinite(maxBpm) || restBpm <= 0) {
      throw new IllegalArgumentException("resting and maximal heart rate must be positive numbers");
    }
    if (maxBpm <= restBpm + SMALLEST_RESERVE_BPM) {
      throw new IllegalArgumentException("maximal heart rate must exceed rest by more than 20 bpm");
    }
  }

  /** The heart-rate reserve in bpm. */
  public double reserveBpm() {
    return maxBpm - restBpm;
  }

  /** Fraction of the reserve at {@code bpm}, clamped to 0..1. */
  public double fractionOfReserve(double bpm) {
    double fraction = (bpm - restBpm) / reserveBpm();
    return fraction <= 0 ? 0 : Math.min(fraction, 1);
  }

  /**
   * Target heart rate at a fraction of the reserve (Karvonen, Kentala &amp; Mustala 1957, Ann Med
   * Exp Biol Fenn 35:307).
   *
   * @param fraction 0..1
   */
  public double targetBpm(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction of reserve must be within 0..1");
    }
    return restBpm + fraction * reserveBpm();
  }
}
