package health.carryover.analysis.profile;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.Clearable;
import health.carryover.analysis.event.ProfileChange.FemaleConstant;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.event.ProfileChange.Progression;
import health.carryover.analysis.event.ProfileChange.Sex;
import health.carryover.analysis.load.BanisterFormula;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a patient at one instant. Immutable.
 *
 * @param zone the patient's zone; UTC until told
 * @param birthYear or null
 * @param restBpm measured resting heart rate, or null
 * @param maxBpm measured maximal heart rate, or null
 * @param chosenCurrency the currency chosen by the clinician, or null
 * @param referenceLoad the confirmed starting dose in the currency, or null
 * @param ceilingBpm the clinician's ceiling, or null
 * @param femaleConstant which constant of Banister's impulse counts for a woman
 * @param loadLimit the largest load of a session that was agreed, or null
 * @param progression whether more may be suggested
 */
public record Profile(
    ZoneId zone,
    Sex sex,
    @Nullable Integer birthYear,
    @Nullable Double restBpm,
    @Nullable Double maxBpm,
    HeartRateReliability reliability,
    Condition condition,
    @Nullable LoadCurrency chosenCurrency,
    @Nullable Double referenceLoad,
    @Nullable Double ceilingBpm,
    FemaleConstant femaleConstant,
    @Nullable Double loadLimit,
    Progression progression) {

  /** Nothing is known. */
  public static final Profile UNKNOWN =
      new Profile(
          ZoneOffset.UTC,
          Sex.UNSPECIFIED,
          null,
          null,
          null,
          HeartRateReliability.RELIABLE,
          Condition.OTHER,
          null,
          null,
          null,
          FemaleConstant.ORIGINAL_086,
          null,
          Progression.ALLOWED);

  /**
   * This profile after {@code change}; what the change leaves out stays as it was, what it clears
   * goes.
   */
  Profile after(ProfileChange change) {
    return new Profile(
        kept(change.zone(), zone),
        kept(change.sex(), sex),
        kept(change, Clearable.BIRTH_YEAR, change.birthYear(), birthYear),
        kept(change, Clearable.HR_REST, change.restBpm(), restBpm),
        kept(change, Clearable.HR_MAX, change.maxBpm(), maxBpm),
        kept(change.heartRateReliability(), reliability),
        kept(change.condition(), condition),
        kept(change, Clearable.CURRENCY, change.currency(), chosenCurrency),
        kept(change, Clearable.REFERENCE_LOAD, change.referenceLoad(), referenceLoad),
        kept(change, Clearable.HR_CEILING, change.ceilingBpm(), ceilingBpm),
        kept(change.femaleConstant(), femaleConstant),
        kept(change, Clearable.LOAD_LIMIT, change.loadLimit(), loadLimit),
        kept(change.progression(), progression));
  }

  private static <T> T kept(@Nullable T told, T before) {
    return told == null ? before : told;
  }

  private static <T> @Nullable T kept(
      ProfileChange change, Clearable what, @Nullable T told, @Nullable T before) {
    if (told != null) {
      return told;
    }
    return change.cleared().contains(what) ? null : before;
  }

  /**
   * The currency in which this patient's load counts: the chosen one, else Banister's impulse;
   * session RPE whenever heart rate is no valid ruler of intensity.
   */
  public LoadCurrency currency() {
    if (reliability == HeartRateReliability.UNRELIABLE) {
      return LoadCurrency.SESSION_RPE;
    }
    return chosenCurrency == null ? LoadCurrency.BANISTER_TRIMP : chosenCurrency;
  }

  /** What Banister's impulse is weighted with. */
  public BanisterFormula formula() {
    return switch (sex) {
      case FEMALE ->
          femaleConstant == FemaleConstant.FORK_064
              ? BanisterFormula.FEMALE_064
              : BanisterFormula.FEMALE_086;
      case MALE -> BanisterFormula.MALE;
      case UNSPECIFIED -> BanisterFormula.UNISEX;
    };
  }
}
