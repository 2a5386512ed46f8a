package health.carryover.analysis.event;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the patient from {@code at} on. What is absent stays as it was.
 *
 * @param zone the patient's own time zone
 * @param birthYear four digits
 * @param restBpm resting heart rate in beats per minute, measured
 * @param maxBpm maximal heart rate in beats per minute, measured
 * @param heartRateReliability whether heart rate may be read as intensity (beta-blockers, pacemaker
 *     and the like make it unreliable)
 * @param currency in which load is counted for this patient
 * @param referenceLoad the starting dose the clinician confirmed, in that currency, above 0
 * @param ceilingBpm the highest heart rate the clinician allows, in beats per minute
 */
public record ProfileChange(
    Instant at,
    @Nullable ZoneId zone,
    @Nullable Sex sex,
    @Nullable Integer birthYear,
    @Nullable Double restBpm,
    @Nullable Double maxBpm,
    @Nullable HeartRateReliability heartRateReliability,
    @Nullable Condition condition,
    @Nullable LoadCurrency currency,
    @Nullable Double referenceLoad,
    @Nullable Double ceilingBpm)
    implements PatientEvent {

  /** Reserve below which a pair of rest and maximum is a mistake, in beats per minute. */
  public static final double SMALLEST_RESERVE_BPM = 20;

  public ProfileChange {
    requireReading(restBpm, "hrRest");
    requireReading(maxBpm, "hrMax");
    requireReading(ceilingBpm, "hrCeiling");
    if (restBpm != null && maxBpm != null && maxBpm <= restBpm + SMALLEST_RESERVE_BPM) {
      throw new IllegalArgumentException("hrMax must exceed hrRest by more than 20");
    }
    if (referenceLoad != null && !(referenceLoad > 0 && referenceLoad < 1e6)) {
      throw new IllegalArgumentException("referenceLoad must be above 0");
    }
    if (birthYear != null && (birthYear < 1880 || birthYear > 2200)) {
      throw new IllegalArgumentException("birthYear must have four digits and be plausible");
    }
  }

  private static void requireReading(@Nullable Double bpm, String name) {
    if (bpm != null && !HeartRateSamples.isReading(bpm)) {
      throw new IllegalArgumentException(name + " is no heart-rate reading");
    }
  }

  @Override
  public Instant observedAt() {
    return at;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.profile(this);
  }

  /** Sex as the load formulae distinguish it. */
  public enum Sex {
    FEMALE,
    MALE,
    UNSPECIFIED
  }

  /** Whether heart rate measures intensity in this patient. */
  public enum HeartRateReliability {
    RELIABLE,
    UNRELIABLE
  }
}
