package health.carryover.analysis.profile;

import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.load.HeartRateEstimate;
import health.carryover.analysis.load.HeartRateReference;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.load.RateLimit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The resting and maximal heart rate a session's load is counted with, and where each comes from.
 * The order of preference is a product choice: measured values; the resting heart rate else from
 * what the patient told in the mornings, the maximum else from the age (Tanaka 2001). Nothing is
 * known where heart rate is unreliable.
 *
 * @param rest or null
 * @param maximum or null
 * @param basis what the load is counted with; without a reference where either is missing or the
 *     pair makes no sense
 */
public record References(
    @Nullable HeartRateEstimate rest, @Nullable HeartRateEstimate maximum, LoadBasis basis) {

  /** A told resting heart rate replaces the one in use only from this distance on. */
  private static final double WORTH_A_CHANGE_BPM = 3;

  /**
   * The references of a session.
   *
   * @param at start of the session
   * @param toldBpm median of the resting heart rates told in the 14 days before, or null
   * @param inUseBpm what the session before was counted with, or null: kept while the told one is
   *     close, so that the load does not change its measure from day to day
   */
  public static References of(
      Profile profile, Instant at, @Nullable Double toldBpm, @Nullable Double inUseBpm) {
    if (profile.reliability() == HeartRateReliability.UNRELIABLE) {
      return new References(null, null, LoadBasis.withoutReference(profile.formula()));
    }
    Integer birthYear = profile.birthYear();
    Double age =
        birthYear == null
            ? null
            : (Double) (double) (at.atZone(profile.zone()).getYear() - birthYear);
    HeartRateEstimate rest =
        HeartRateEstimate.rest(profile.restBpm(), steady(toldBpm, inUseBpm), null);
    HeartRateEstimate maximum =
        HeartRateEstimate.maximum(profile.maxBpm(), null, age, RateLimit.NONE);
    boolean usable =
        rest != null
            && maximum != null
            && maximum.bpm() > rest.bpm() + ProfileChange.SMALLEST_RESERVE_BPM;
    return new References(
        rest,
        maximum,
        usable && rest != null && maximum != null
            ? LoadBasis.of(new HeartRateReference(rest.bpm(), maximum.bpm()), profile.formula())
            : LoadBasis.withoutReference(profile.formula()));
  }

  private static @Nullable Double steady(@Nullable Double told, @Nullable Double inUse) {
    if (told == null || inUse == null) {
      return told == null ? inUse : told;
    }
    return Math.abs(told - inUse) < WORTH_A_CHANGE_BPM ? inUse : told;
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
