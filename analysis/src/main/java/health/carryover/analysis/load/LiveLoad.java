package health.carryover.analysis.load;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Load of a running session: samples go in by time, the load so far can be read at any moment. What
 * it reads at the end is what {@link SessionLoad#integrate} gives for the same samples, to the bit.
 *
 * <p>The last sample waits for its successor before it counts as a reverting jump or not; until
 * then it is taken as usable. A late or backward sample needs a new computation over all samples.
 * Confined to one thread.
 */
public final class LiveLoad {

  private static final double MILLIS_PER_MINUTE = 60_000;

  private final LoadBasis basis;
  private final double maximum;
  private final HeldTime readingsHeld = new HeldTime();
  private final HeldTime usableHeld = new HeldTime();

  private long clockMillis;
  private boolean active = true;
  private long stretchStartMillis;
  private long closedActiveMillis;

  private long lastReadingMillis = Long.MIN_VALUE;
  private int readings;
  private double readingSum;
  private float highest;
  private int artefacts;

  private boolean hasUsable;
  private long usableMillis;
  private float usableBpm;
  private boolean hasPending;
  private long pendingMillis;
  private float pendingBpm;

  private long aboveMaxMillis;
  private long longestAboveMaxMillis;

  /**
   * A session that is active from its start on.
   *
   * @param startMillis epoch milliseconds, inclusive
   */
  public LiveLoad(LoadBasis basis, long startMillis) {
    this.basis = basis;
    HeartRateReference reference = basis.reference();
    this.maximum = reference == null ? Double.POSITIVE_INFINITY : reference.maxBpm();
    this.clockMillis = startMillis;
    this.stretchStartMillis = startMillis;
  }

  /**
   * Takes a sample. A sample in a pause is ignored, a second sample of the same instant is dropped,
   * and a value that is no positive number is a gap.
   *
   * @throws IllegalArgumentException when the sample is older than what came before
   */
  public void add(long atMillis, float bpm) {
    moveClock(atMillis);
    if (!active || !(bpm > 0) || bpm == Float.POSITIVE_INFINITY || atMillis == lastReadingMillis) {
      return;
    }
    lastReadingMillis = atMillis;
    readings++;
    readingSum += bpm;
    highest = Math.max(highest, bpm);
    readingsHeld.add(atMillis, bpm);
    if (ArtefactRule.outsideRange(bpm)) {
      artefacts++;
      return;
    }
    if (hasPending) {
      if (hasUsable
          && ArtefactRule.revertingJump(
              usableBpm, pendingBpm, bpm, pendingMillis - usableMillis, atMillis - pendingMillis)) {
        artefacts++;
      } else {
        usePending();
      }
    }
    hasPending = true;
    pendingMillis = atMillis;
    pendingBpm = bpm;
  }

  /**
   * Stops the active time; no effect in a pause.
   *
   * @throws IllegalArgumentException when older than what came before
   */
  public void pause(long atMillis) {
    moveClock(atMillis);
    if (!active) {
      return;
    }
    usePending();
    usableHeld.close(atMillis);
    readingsHeld.close(atMillis);
    hasUsable = false;
    aboveMaxMillis = 0;
    active = false;
    closedActiveMillis += atMillis - stretchStartMillis;
  }

  /**
   * Continues the active time; no effect outside a pause. The heart rate is unknown until the first
   * sample after it.
   *
   * @throws IllegalArgumentException when older than what came before
   */
  public void resume(long atMillis) {
    moveClock(atMillis);
    if (active) {
      return;
    }
    active = true;
    stretchStartMillis = atMillis;
  }

  /**
   * The load as of {@code nowMillis}.
   *
   * @throws IllegalArgumentException when older than what came before
   */
  public HeartRateLoad at(long nowMillis) {
    HeartRateDistribution usable = usableAt(nowMillis);
    long activeMillis = closedActiveMillis + (active ? nowMillis - stretchStartMillis : 0);
    double coverage = activeMillis == 0 ? 0 : (double) usable.totalMillis() / activeMillis;
    LoadQuality quality = LoadQuality.of(coverage);
    HeartRateReference reference = basis.reference();
    VentilatoryThresholds thresholds = basis.thresholds();
    LactateCurve lactate = basis.lactate();
    Double banister = null;
    Double edwards = null;
    Double individualised = null;
    List<Double> zoneSeconds = List.of();
    if (reference != null) {
      BanisterFormula formula = basis.formula();
      banister =
          usable.weightedMinutes(bpm -> formula.ratePerMinute(reference.fractionOfReserve(bpm)));
      HeartRateZones zones = HeartRateZones.edwards(reference.maxBpm());
      edwards = usable.weightedMinutes(zones::zoneOf);
      zoneSeconds = usable.secondsIn(zones);
      if (lactate != null) {
        individualised =
            usable.weightedMinutes(bpm -> lactate.ratePerMinute(reference.fractionOfReserve(bpm)));
      }
    }
    Double lucia = null;
    if (thresholds != null) {
      HeartRateZones zones = thresholds.zones();
      lucia = usable.weightedMinutes(bpm -> 1 + zones.zoneOf(bpm));
    }
    return new HeartRateLoad(
        basis.formula().version(),
        banister,
        coverage,
        activeMillis / MILLIS_PER_MINUTE,
        quality,
        scaled(banister, coverage, quality),
        scaled(edwards, coverage, quality),
        scaled(lucia, coverage, quality),
        scaled(individualised, coverage, quality),
        boxed(readingsAt(nowMillis).meanBpm()),
        readings == 0 ? null : readingSum / readings,
        readings == 0 ? null : (double) highest,
        zoneSeconds,
        readings,
        artefacts,
        longestAboveMaxMillis >= SustainedHeartRate.HELD_MILLIS);
  }

  /**
   * How long each usable heart rate was held until {@code nowMillis}, for zones of one's own.
   *
   * @throws IllegalArgumentException when older than what came before
   */
  public HeartRateDistribution usableAt(long nowMillis) {
    requireNow(nowMillis);
    if (!hasPending) {
      return usableHeld.distributionAt(nowMillis);
    }
    // Reading must not decide about the waiting sample, so it is added to a copy.
    HeldTime withPending = usableHeld.copy();
    withPending.add(pendingMillis, pendingBpm);
    return withPending.distributionAt(nowMillis);
  }

  /**
   * The same of all accepted readings, those that are not used for load included.
   *
   * @throws IllegalArgumentException when older than what came before
   */
  public HeartRateDistribution readingsAt(long nowMillis) {
    requireNow(nowMillis);
    return readingsHeld.distributionAt(nowMillis);
  }

  private void requireNow(long nowMillis) {
    if (nowMillis < clockMillis) {
      throw new IllegalArgumentException("time runs backward");
    }
  }

  private void usePending() {
    if (!hasPending) {
      return;
    }
    hasPending = false;
    usableHeld.add(pendingMillis, pendingBpm);
    if (hasUsable
        && usableBpm > maximum
        && pendingMillis - usableMillis <= SustainedHeartRate.LONGEST_GAP_MILLIS) {
      aboveMaxMillis += pendingMillis - usableMillis;
      longestAboveMaxMillis = Math.max(longestAboveMaxMillis, aboveMaxMillis);
    }
    if (!(pendingBpm > maximum)) {
      aboveMaxMillis = 0;
    }
    hasUsable = true;
    usableMillis = pendingMillis;
    usableBpm = pendingBpm;
  }

  private void moveClock(long atMillis) {
    if (atMillis < clockMillis) {
      throw new IllegalArgumentException("time runs backward");
    }
    clockMillis = atMillis;
  }

  private static @Nullable Double scaled(
      @Nullable Double raw, double coverage, LoadQuality quality) {
    return raw == null || quality == LoadQuality.INSUFFICIENT ? null : (Double) (raw / coverage);
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }
}
