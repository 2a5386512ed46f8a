/**
 * Lets go of what is older than the settings say it is kept, beside a running service. Must not
 * depend on the service.
 */
@NullMarked
package health.carryover.deploy.retention;

import org.jspecify.annotations.NullMarked;
