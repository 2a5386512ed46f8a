/**
 * The pure core: {@code next(state, event) -> (state, outputs)}.
 *
 * <p>Uses the JDK only. No clock, I/O, logging, JSON or threads: the shells own those. Must not
 * depend on any other module.
 */
@NullMarked
package health.carryover.analysis;

import org.jspecify.annotations.NullMarked;
