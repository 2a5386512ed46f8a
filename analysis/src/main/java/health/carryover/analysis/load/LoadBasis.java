package health.carryover.analysis.load;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a person for turning heart rates into load. Whatever is absent leaves the
 * loads that need it out; nothing is estimated here.
 *
 * @param reference rest and maximum; absent when unknown or when heart rate is no valid ruler
 * @param formula weighting of the Banister impulse
 * @param thresholds measured ventilatory thresholds, for the Lucia impulse
 * @param lactate own lactate fit, for the individualised impulse
 */
public record LoadBasis(
    @Nullable HeartRateReference reference,
    BanisterFormula formula,
    @Nullable VentilatoryThresholds thresholds,
    @Nullable LactateCurve lactate) {

  /** A basis with a heart-rate reference and nothing measured in a laboratory. */
  public static LoadBasis of(HeartRateReference reference, BanisterFormula formula) {
    return new LoadBasis(reference, formula, null, null);
  }

  /** A basis without a reference: coverage and heart-rate statistics only. */
  public static LoadBasis withoutReference(BanisterFormula formula) {
    return new LoadBasis(null, formula, null, null);
  }
}
