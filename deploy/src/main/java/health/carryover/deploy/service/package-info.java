/**
 * The whole service put together: which parts there are, in which order they start and stop. Must
 * not depend on commands or the simulator.
 */
@NullMarked
package health.carryover.deploy.service;

import org.jspecify.annotations.NullMarked;
