/**
 * Events that other services send by HTTP: who may, how much, and the hand-over to the intake. What
 * an event means is not known here. Must not depend on the pages or on any store.
 */
@NullMarked
package health.carryover.dashboard.webhook;

import org.jspecify.annotations.NullMarked;
