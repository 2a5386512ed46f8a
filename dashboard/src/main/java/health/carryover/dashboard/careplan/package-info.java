/** Care plans between people, records and journal. Must not know requests or pages. */
@NullMarked
package health.carryover.dashboard.careplan;

import org.jspecify.annotations.NullMarked;
