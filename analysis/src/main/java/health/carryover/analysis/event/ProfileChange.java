package health.carryover.analysis.event;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the patient, and agreed with the patient, from {@code at} on. What is absent
 * stays as it was, unless it is named as cleared.
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
 * @param femaleConstant which of the two published constants counts for a woman; absent: the
 *     original
 * @param loadLimit the largest load of a session that was agreed, in the currency, above 0
 * @param progression whether more may be suggested
 * @param cleared what is not known, or not agreed, any more
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
    @Nullable Double ceilingBpm,
    @Nullable FemaleConstant femaleConstant,
    @Nullable Double loadLimit,
    @Nullable Progression progression,
    Set<Clearable> cleared)
    implements PatientEvent {
  private static final double LARGEST_LOAD = 1e6;

  /** A change that leaves the constant and what was agreed as they were. */
  public ProfileChange(
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
      @Nullable Double ceilingBpm) {
    this(
        at,
        zone,
        sex,
        birthYear,
        restBpm,
        maxBpm,
        heartRateReliability,
        condition,
        currency,
        referenceLoad,
        ceilingBpm,
        null,
        null,
        null,
        Set.of());
  }

  /** Reserve below which a pair of rest and maximum is a mistake, in beats per minute. */
  public static final double SMALLEST_RESERVE_BPM = 20;

  public ProfileChange {
    requireReading(restBpm, "hrRest");
    requireReading(maxBpm, "hrMax");
    requireReading(ceilingBpm, "hrCeiling");
    if (restBpm != null && maxBpm != null && maxBpm <= restBpm + SMALLEST_RESERVE_BPM) {
      throw new IllegalArgumentException("hrMax must exceed hrRest by more than 20");
    }
    requireLoad(referenceLoad, "referenceLoad");
    requireLoad(loadLimit, "loadLimit");
    cleared = Set.copyOf(cleared);
    if (birthYear != null && (birthYear < 1880 || birthYear > 2200)) {
      throw new IllegalArgumentException("birthYear must have four digits and be plausible");
    }
  }

  private static void requireReading(@Nullable Double bpm, String name) {
    if (bpm != null && !HeartRateSamples.isReading(bpm)) {
      throw new IllegalArgumentException(name + " is no heart-rate reading");
    }
  }

  private static void requireLoad(@Nullable Double load, String name) {
    if (load != null && !(load > 0 && load < LARGEST_LOAD)) {
      throw new IllegalArgumentException(name + " must be above 0");
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

  /** The two constants of Banister's impulse for women in the field. */
  public enum FemaleConstant {
    ORIGINAL_086("banister-1991-f0.86"),
    FORK_064("banister-1991-f0.64");

    private final String code;

    FemaleConstant(String code) {
      this.code = code;
    }

    /** The name used in messages: that of the formula. */
    public String code() {
      return code;
    }

    /** The constant of that name in messages, or empty. */
    public static Optional<FemaleConstant> ofCode(String code) {
      return Arrays.stream(values()).filter(constant -> constant.code.equals(code)).findFirst();
    }
  }

  /** Whether the product may suggest more on its own. */
  public enum Progression {
    ALLOWED("allowed"),
    HELD("held");

    private final String code;

    Progression(String code) {
      this.code = code;
    }

    /** The name used in messages. */
    public String code() {
      return code;
    }

    /** The one of that name in messages, or empty. */
    public static Optional<Progression> ofCode(String code) {
      return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }
  }

  /** What can be taken back. */
  public enum Clearable {
    BIRTH_YEAR("birthYear"),
    HR_REST("hrRest"),
    HR_MAX("hrMax"),
    HR_CEILING("hrCeiling"),
    CURRENCY("currency"),
    REFERENCE_LOAD("referenceLoad"),
    LOAD_LIMIT("loadLimit");

    private final String code;

    Clearable(String code) {
      this.code = code;
    }

    /** The name used in messages: that of the field. */
    public String code() {
      return code;
    }

    /** The one of that name in messages, or empty. */
    public static Optional<Clearable> ofCode(String code) {
      return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }
  }

  /** Whether heart rate measures intensity in this patient. */
  public enum HeartRateReliability {
    RELIABLE,
    UNRELIABLE
  }
}
