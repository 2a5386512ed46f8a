/**
 * Training load of one session and of a series of days: heart-rate impulses, session RPE, rolling
 * loads, and the heart-rate reference they need.
 *
 * <p>Heart-rate load measures the cardiovascular side only; it is not tissue load. Pure functions
 * over primitives; must not depend on any other package of the project.
 */
@NullMarked
package health.carryover.analysis.load;

import org.jspecify.annotations.NullMarked;
