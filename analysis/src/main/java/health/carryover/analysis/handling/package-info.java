/**
 * What people do about an alert: the second axis beside its condition. Pure: the state follows from
 * the acts and from how the condition stands. Must not depend on rules, stores or screens.
 */
@NullMarked
package health.carryover.analysis.handling;

import org.jspecify.annotations.NullMarked;
