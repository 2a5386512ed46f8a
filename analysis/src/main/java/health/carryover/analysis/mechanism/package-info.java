/**
 * Competing explanations of relief followed by rebound, weighed by likelihood ratios that are
 * engineering priors kept as data. A ranking with an honest "undetermined", never a diagnosis.
 *
 * <p>Pure functions; must not depend on any other package of the project.
 */
@NullMarked
package health.carryover.analysis.mechanism;

import org.jspecify.annotations.NullMarked;
