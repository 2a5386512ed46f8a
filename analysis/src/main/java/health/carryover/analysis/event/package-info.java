/**
 * What happened to a patient, as the wearable side told it: validated once, in the compact
 * constructors. Depends on the JDK alone.
 */
@NullMarked
package health.carryover.analysis.event;

import org.jspecify.annotations.NullMarked;
