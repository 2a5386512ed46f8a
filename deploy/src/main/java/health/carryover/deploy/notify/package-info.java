/**
 * Tells people outside the dashboard of alerts: decides, sends, tries again, and keeps why. Knows
 * the ports; must not know the service around it.
 */
@NullMarked
package health.carryover.deploy.notify;

import org.jspecify.annotations.NullMarked;
