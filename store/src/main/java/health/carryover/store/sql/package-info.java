/**
 * The ports in SQL that every database of this module understands, over the small seam {@link
 * health.carryover.store.sql.Database}. Must not depend on a driver or on the rooms that open
 * databases.
 */
@NullMarked
package health.carryover.store.sql;

import org.jspecify.annotations.NullMarked;
