/**
 * Reads from the ports what the overview of all patients shows, and lets the triage rule order it.
 * Must not know requests or pages.
 */
@NullMarked
package health.carryover.dashboard.overview;

import org.jspecify.annotations.NullMarked;
