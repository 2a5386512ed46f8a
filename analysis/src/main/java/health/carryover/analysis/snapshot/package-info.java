/** The binary form of events, for snapshots of the monitor. Versioned; the JDK alone. */
@NullMarked
package health.carryover.analysis.snapshot;

import org.jspecify.annotations.NullMarked;
