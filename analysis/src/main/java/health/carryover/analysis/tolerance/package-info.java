/**
 * What a person tolerates, learned from few pairs of load and next-day response: an exact Bayes
 * filter on a grid, and the rules that turn its belief into a next load.
 *
 * <p>An engineering proposal validated by simulation, not a published dose-response model. Pure and
 * deterministic to the bit; must not depend on any other package of the project.
 */
@NullMarked
package health.carryover.analysis.tolerance;

import org.jspecify.annotations.NullMarked;
