package health.carryover.analysis.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The heart-rate side of a session. Loads are scaled to the full active time by the coverage; they
 * are absent when the quality is {@link LoadQuality#INSUFFICIENT} or what they need is unknown.
 *
 * @param formula version of the Banister weighting
 * @param rawBanister Banister impulse of the covered time alone, not scaled
 * @param coverage share of the active time that a usable sample stands for, 0..1
 * @param activeMinutes active time, pauses left out
 * @param quality what the coverage allows
 * @param banister Banister impulse, arbitrary units
 * @param edwards zone impulse of Edwards, arbitrary units
 * @param lucia zone impulse of Lucia; needs measured thresholds
 * @param individualised impulse of Manzi; needs a lactate fit
 * @param timeWeightedMeanBpm mean of the accepted readings weighted by the time they were held
 * @param meanBpm plain mean of the accepted readings
 * @param maxBpm highest accepted reading
 * @param edwardsZoneSeconds observed seconds below 50 % and in the five Edwards zones, not scaled;
 *     empty without a maximal heart rate
 * @param readings accepted readings in the active time
 * @param artefacts readings among them that were not used for load
 * @param maxExceeded whether usable samples stayed above the maximal heart rate for 10 s: the
 *     reference is then probably too low
 */
public record HeartRateLoad(
    String formula,
    @Nullable Double rawBanister,
    double coverage,
    double activeMinutes,
    LoadQuality quality,
    @Nullable Double banister,
    @Nullable Double edwards,
    @Nullable Double lucia,
    @Nullable Double individualised,
    @Nullable Double timeWeightedMeanBpm,
    @Nullable Double meanBpm,
    @Nullable Double maxBpm,
    List<Double> edwardsZoneSeconds,
    int readings,
    int artefacts,
    boolean maxExceeded) {

  /** Copies the list. */
  public HeartRateLoad {
    edwardsZoneSeconds = List.copyOf(edwardsZoneSeconds);
  }
}
