/**
 * How far the clocks of devices are off, from when they say something happened and when it was
 * heard. Pure: no store, no clock of its own, no threads. Depends on the JDK alone.
 */
@NullMarked
package health.carryover.ingest.clock;

import org.jspecify.annotations.NullMarked;
