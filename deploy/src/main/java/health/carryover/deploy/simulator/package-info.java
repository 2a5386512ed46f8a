/**
 * Invented patients with a tolerance that nobody but them knows, and the messages their devices
 * send. Pure: time and chance are arguments, nothing is published here. Must not depend on the
 * formulae of the core, so that both can be wrong only separately.
 */
@NullMarked
package health.carryover.deploy.simulator;

import org.jspecify.annotations.NullMarked;
