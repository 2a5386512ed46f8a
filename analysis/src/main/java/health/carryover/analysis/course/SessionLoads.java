package health.carryover.analysis.course;

import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.load.HeartRateDistribution;
import health.carryover.analysis.load.HeartRateReference;
import health.carryover.analysis.load.HeartRateZones;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.load.LoadQuality;
import health.carryover.analysis.load.SessionRpe;
import health.carryover.analysis.session.SessionHeartRate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one session in every currency. Heart-rate loads that rest on less than 80 % of the
 * active time are shown but not learned from.
 *
 * @param heartRate what heart rate says
 * @param rpe rating of perceived exertion, 0 to 10, or null
 * @param activeMinutes time in motion
 */
public record SessionLoads(SessionHeartRate heartRate, @Nullable Double rpe, double activeMinutes)
    implements CourseSession.CountedLoad {

  /** Session RPE times minutes (Foster 1998), or null without a rating or a known duration. */
  public @Nullable Double sessionRpe() {
    return rpe == null || activeMinutes == 0 ? null : (Double) SessionRpe.load(rpe, activeMinutes);
  }

  @Override
  public @Nullable Double under(CourseBasis basis) {
    if (basis.currency() == LoadCurrency.SESSION_RPE) {
      return sessionRpe();
    }
    Double raw = learnable() ? raw(basis, heartRate.distribution()) : null;
    return raw == null ? null : (Double) (raw / heartRate.load().coverage());
  }

  /**
   * The heart-rate load of the time that has a heart rate, in the currency of {@code basis}; null
   * for session RPE and without a reference.
   */
  public static @Nullable Double raw(CourseBasis basis, HeartRateDistribution held) {
    LoadBasis loadBasis = basis.loadBasis();
    HeartRateReference reference = loadBasis.reference();
    if (reference == null) {
      return null;
    }
    return switch (basis.currency()) {
      case BANISTER_TRIMP ->
          held.weightedMinutes(
              bpm -> loadBasis.formula().ratePerMinute(reference.fractionOfReserve(bpm)));
      case EDWARDS -> held.weightedMinutes(HeartRateZones.edwards(reference.maxBpm())::zoneOf);
      case SESSION_RPE -> null;
    };
  }

  private boolean learnable() {
    return heartRate.load().quality() == LoadQuality.GOOD;
  }

  /** The distribution follows from the readings as the load does, and is not compared. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SessionLoads that
        && heartRate.load().equals(that.heartRate.load())
        && heartRate.basis().equals(that.heartRate.basis())
        && Objects.equals(heartRate.device(), that.heartRate.device())
        && Objects.equals(rpe, that.rpe)
        && activeMinutes == that.activeMinutes;
  }

  @Override
  public int hashCode() {
    return Objects.hash(heartRate.load(), rpe, activeMinutes);
  }
}
