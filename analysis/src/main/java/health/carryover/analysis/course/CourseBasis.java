package health.carryover.analysis.course;

import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.load.LoadBasis;
import org.jspecify.annotations.Nullable;

/**
 * How a patient's loads are counted. Loads under different bases are never mixed: when it changes,
 * the whole history is counted again, so that the filter sees no false step.
 *
 * @param currency the one currency
 * @param loadBasis heart-rate reference and formula
 * @param referenceLoad the starting dose the clinician confirmed, or null: the median of the first
 *     three sessions
 */
public record CourseBasis(
    LoadCurrency currency, LoadBasis loadBasis, @Nullable Double referenceLoad) {}
