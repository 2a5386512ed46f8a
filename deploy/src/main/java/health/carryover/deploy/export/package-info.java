/**
 * Everything that is kept about one patient, as files for programs and for people. Reads the stores
 * through their ports; must not depend on where they are kept, on the dashboard or on commands.
 */
@NullMarked
package health.carryover.deploy.export;

import org.jspecify.annotations.NullMarked;
