/**
 * Hints of fatigue and lost condition in heart rate alone: drift, recovery, resting level and cost
 * of the same work, each against the person's own history.
 *
 * <p>Amplitudes are small and may lie within day-to-day variation (Bosquet et al. 2008, Br J Sports
 * Med 42:709): a signal supports an explanation and never makes one. Every result says why it is
 * missing. Pure functions; must not depend on any other package of the project.
 */
@NullMarked
package health.carryover.analysis.signal;

import org.jspecify.annotations.NullMarked;
