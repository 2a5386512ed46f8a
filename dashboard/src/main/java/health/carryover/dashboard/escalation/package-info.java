/**
 * Alerts nobody reacts to: when one is passed on, and the service's own act that says so. Must not
 * know requests or pages.
 */
@NullMarked
package health.carryover.dashboard.escalation;

import org.jspecify.annotations.NullMarked;
