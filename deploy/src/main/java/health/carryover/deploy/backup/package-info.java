/**
 * Copies of what an installation keeps and the way back, whatever keeps it. A backup is always two
 * SQLite files, so that one of a database can be put back into files and the other way round. Must
 * not depend on a running service.
 */
@NullMarked
package health.carryover.deploy.backup;

import org.jspecify.annotations.NullMarked;
