package health.carryover.analysis.load;

import org.jspecify.annotations.Nullable;

/**
 * A resting or maximal heart rate with where it comes from, by a fixed order of preference (a
 * product choice). What cannot be known stays absent: without a resting heart rate there is no
 * reserve, and session RPE is shown instead.
 *
 * @param bpm the value
 * @param source where it comes from
 * @param uncertaintyBpm one standard deviation of the person around the value
 */
public record HeartRateEstimate(double bpm, Source source, double uncertaintyBpm) {

  private static final double MEASURED_UNCERTAINTY_BPM = 3;
  private static final double WEARABLE_MAX_UNCERTAINTY_BPM = 5;
  private static final double WEARABLE_REST_UNCERTAINTY_BPM = 3;
  private static final double ROLLING_REST_UNCERTAINTY_BPM = 5;

  /** Where a value comes from, best first within rest and maximum. */
  public enum Source {
    /** Maximum: measured in a test, entered by the clinician. */
    MEASURED_MAXIMUM,
    /** Maximum: highest value held for 10 s on a wearable, where above the age formula. */
    WEARABLE_MAXIMUM,
    /** Maximum: Tanaka 2001. */
    AGE_FORMULA,
    /** Maximum: Brawner 2004, on a rate-limiting drug; no ruler for zones. */
    BETA_BLOCKER_FORMULA,
    /** Rest: measured in the morning, lying or seated. */
    MEASURED_REST,
    /** Rest: median of the wearable's resting or nightly values of the last 14 days. */
    WEARABLE_REST,
    /** Rest: lowest 5-minute rolling mean over at least 3 days. */
    ROLLING_REST
  }

  /**
   * The best maximal heart rate from what is known; absent when nothing is.
   *
   * @param measuredBpm from a test
   * @param wearableBpm highest artefact-checked value held for 10 s
   * @param ageYears age
   * @param limit whether a drug or state limits heart rate; then a wearable's maximum or the common
   *     age formula says nothing
   */
  public static @Nullable HeartRateEstimate maximum(
      @Nullable Double measuredBpm,
      @Nullable Double wearableBpm,
      @Nullable Double ageYears,
      RateLimit limit) {
    if (measuredBpm != null) {
      return new HeartRateEstimate(measuredBpm, Source.MEASURED_MAXIMUM, MEASURED_UNCERTAINTY_BPM);
    }
    if (ageYears == null) {
      return null;
    }
    MaxHeartRateFormula formula =
        limit == RateLimit.LIMITED
            ? MaxHeartRateFormula.BRAWNER_2004_BETA_BLOCKER
            : MaxHeartRateFormula.TANAKA_2001;
    double byAge = formula.maxBpm(ageYears);
    if (limit == RateLimit.LIMITED) {
      return new HeartRateEstimate(byAge, Source.BETA_BLOCKER_FORMULA, formula.uncertaintyBpm());
    }
    if (wearableBpm != null && wearableBpm > byAge) {
      return new HeartRateEstimate(
          wearableBpm, Source.WEARABLE_MAXIMUM, WEARABLE_MAX_UNCERTAINTY_BPM);
    }
    return new HeartRateEstimate(byAge, Source.AGE_FORMULA, formula.uncertaintyBpm());
  }

  /**
   * The best resting heart rate from what is known; absent when nothing is.
   *
   * @param measuredBpm morning value, lying or seated
   * @param wearableMedianBpm median of a wearable's resting values over the last 14 days
   * @param lowestRollingBpm lowest 5-minute rolling mean over at least 3 days
   */
  public static @Nullable HeartRateEstimate rest(
      @Nullable Double measuredBpm,
      @Nullable Double wearableMedianBpm,
      @Nullable Double lowestRollingBpm) {
    if (measuredBpm != null) {
      return new HeartRateEstimate(measuredBpm, Source.MEASURED_REST, MEASURED_UNCERTAINTY_BPM);
    }
    if (wearableMedianBpm != null) {
      return new HeartRateEstimate(
          wearableMedianBpm, Source.WEARABLE_REST, WEARABLE_REST_UNCERTAINTY_BPM);
    }
    if (lowestRollingBpm != null) {
      return new HeartRateEstimate(
          lowestRollingBpm, Source.ROLLING_REST, ROLLING_REST_UNCERTAINTY_BPM);
    }
    return null;
  }
}
