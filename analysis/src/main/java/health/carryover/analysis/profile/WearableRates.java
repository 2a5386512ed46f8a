package health.carryover.analysis.profile;

import org.jspecify.annotations.Nullable;

/**
 * What wearables said of a patient's resting and maximal heart rate before a session. Immutable.
 *
 * @param toldRestBpm resting heart rate told in the mornings, or null
 * @param lowestBpm lowest five-minute mean of the days before, or null
 * @param peakBpm highest heart rate held for 10 s in a session before, or null
 */
public record WearableRates(
    @Nullable Double toldRestBpm, @Nullable Double lowestBpm, @Nullable Double peakBpm) {

  /** Nothing was said. */
  public static final WearableRates NONE = new WearableRates(null, null, null);

  /** A resting heart rate replaces the one in use only from this distance on. */
  private static final double WORTH_A_CHANGE_BPM = 3;

  /**
   * These after the ones in use for the session before: a resting heart rate that is close to the
   * one in use gives way to it, so that the load does not change its measure from day to day, and
   * one that is not told any more stays.
   */
  public WearableRates steadied(WearableRates inUse) {
    return new WearableRates(
        steady(toldRestBpm, inUse.toldRestBpm), steady(lowestBpm, inUse.lowestBpm), peakBpm);
  }

  private static @Nullable Double steady(@Nullable Double newer, @Nullable Double inUse) {
    if (newer == null || inUse == null) {
      return newer == null ? inUse : newer;
    }
    return Math.abs(newer - inUse) < WORTH_A_CHANGE_BPM ? inUse : newer;
  }
}
