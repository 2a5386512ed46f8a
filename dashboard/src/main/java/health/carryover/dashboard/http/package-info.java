/**
 * One request and its answer: JSON, the one form of an error, checks of what was sent, and blocking
 * calls away from the event loop. Must not depend on the other rooms of this module.
 */
@NullMarked
package health.carryover.dashboard.http;

import org.jspecify.annotations.NullMarked;
