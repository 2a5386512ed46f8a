/**
 * What the monitor says about a patient: assessments, alert changes, the progress of a running
 * session. Depends on the event package alone.
 */
@NullMarked
package health.carryover.analysis.outcome;

import org.jspecify.annotations.NullMarked;
