package health.carryover.analysis.profile;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.FemaleConstant;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
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
    FemaleConstant femaleConstant) {

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
          FemaleConstant.ORIGINAL_086);

  /** This profile after {@code change}; what the change leaves out stays as it was. */
  Profile after(ProfileChange change) {
    return new Profile(
        change.zone() == null ? zone : change.zone(),
        change.sex() == null ? sex : change.sex(),
        change.birthYear() == null ? birthYear : change.birthYear(),
        change.restBpm() == null ? restBpm : change.restBpm(),
        change.maxBpm() == null ? maxBpm : change.maxBpm(),
        change.heartRateReliability() == null ? reliability : change.heartRateReliability(),
        change.condition() == null ? condition : change.condition(),
        change.currency() == null ? chosenCurrency : change.currency(),
        change.referenceLoad() == null ? referenceLoad : change.referenceLoad(),
        change.ceilingBpm() == null ? ceilingBpm : change.ceilingBpm(),
        change.femaleConstant() == null ? femaleConstant : change.femaleConstant());
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
