/**
 * Whole stores copied to others, table by table, whatever the kind of database. Must not depend on
 * the rooms that open databases.
 */
@NullMarked
package health.carryover.store.move;

import org.jspecify.annotations.NullMarked;
