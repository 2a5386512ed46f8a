/**
 * Brings the schema of a store to the version that this program knows. Knows no port and no
 * database driver.
 */
@NullMarked
package health.carryover.store.migration;

import org.jspecify.annotations.NullMarked;
