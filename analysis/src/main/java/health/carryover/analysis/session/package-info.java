/**
 * Sessions in event time: which readings belong to one, when it began and ended, what was pause.
 * Must not depend on response, tolerance or alerts.
 */
@NullMarked
package health.carryover.analysis.session;

import org.jspecify.annotations.NullMarked;
