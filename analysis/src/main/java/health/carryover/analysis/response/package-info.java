/**
 * What pain did around one session: relief, rebound, carry-over and their pattern, the zones of
 * pain monitoring, and the time windows in which pain is asked for.
 *
 * <p>Pain is scored 0 to 10 on the numeric rating scale; halves and tenths from imports are kept.
 * Absent is never 0. Pure functions; must not depend on any other package of the project.
 */
@NullMarked
package health.carryover.analysis.response;

import org.jspecify.annotations.NullMarked;
