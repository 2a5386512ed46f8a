package health.carryover.analysis.profile;

import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.load.HeartRateEstimate;
import health.carryover.analysis.load.HeartRateReference;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.load.MaxHeartRateFormula;
import health.carryover.analysis.load.RateLimit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The resting and maximal heart rate a session's load is counted with, and where each comes from.
 * The order of preference is a product choice: measured values; the resting heart rate else from
 * what the patient told in the mornings, else from the lowest five minutes of whole days; the
 * maximum else from the age (Tanaka 2001) or from a wearable's sustained peak above it. Nothing is
 * known where heart rate is unreliable.
 *
 * @param rest or null
 * @param maximum or null
 * @param basis what the load is counted with; without a reference where either is missing or the
 *     pair makes no sense
 * @param wearable what wearables said, for the sessions that follow
 */
public record References(
    @Nullable HeartRateEstimate rest,
    @Nullable HeartRateEstimate maximum,
    LoadBasis basis,
    WearableRates wearable) {

  /** A wearable's peak this many standard deviations above the age formula is an artefact. */
  private static final double CREDIBLE_DEVIATIONS = 3;

  /**
   * The references of a session.
   *
   * @param at start of the session
   * @param wearable what wearables said before it
   */
  public static References of(Profile profile, Instant at, WearableRates wearable) {
    if (profile.reliability() == HeartRateReliability.UNRELIABLE) {
      return new References(null, null, LoadBasis.withoutReference(profile.formula()), wearable);
    }
    HeartRateEstimate rest =
        HeartRateEstimate.rest(profile.restBpm(), wearable.toldRestBpm(), wearable.lowestBpm());
    HeartRateEstimate maximum =
        HeartRateEstimate.maximum(
            profile.maxBpm(), wearable.peakBpm(), age(profile, at), RateLimit.NONE);
    boolean usable =
        rest != null
            && maximum != null
            && maximum.bpm() > rest.bpm() + ProfileChange.SMALLEST_RESERVE_BPM;
    return new References(
        rest,
        maximum,
        usable && rest != null && maximum != null
            ? LoadBasis.of(new HeartRateReference(rest.bpm(), maximum.bpm()), profile.formula())
            : LoadBasis.withoutReference(profile.formula()),
        wearable);
  }

  /**
   * The highest peak of a wearable that is believed of this patient, bpm; 0 where the age is not
   * known, for a peak is worth something only beside an estimate.
   */
  public static double highestCredible(Profile profile, Instant at) {
    Double age = age(profile, at);
    return age == null
        ? 0
        : MaxHeartRateFormula.TANAKA_2001.maxBpm(age)
            + CREDIBLE_DEVIATIONS * MaxHeartRateFormula.TANAKA_2001.uncertaintyBpm();
  }

  private static @Nullable Double age(Profile profile, Instant at) {
    Integer birthYear = profile.birthYear();
    return birthYear == null
        ? null
        : (Double) (double) (at.atZone(profile.zone()).getYear() - birthYear);
  }

  /**
   * The same basis with the maximum moved by {@code deviations} of its uncertainty; null where it
   * was measured, or where nothing is known.
   */
  public @Nullable LoadBasis withMaximumMoved(double deviations) {
    HeartRateReference reference = basis.reference();
    if (reference == null
        || maximum == null
        || maximum.source() == HeartRateEstimate.Source.MEASURED_MAXIMUM) {
      return null;
    }
    double moved =
        Math.max(
            reference.maxBpm() + deviations * maximum.uncertaintyBpm(),
            reference.restBpm() + ProfileChange.SMALLEST_RESERVE_BPM + 1);
    return LoadBasis.of(new HeartRateReference(reference.restBpm(), moved), basis.formula());
  }
}
