/**
 * Measures the product on the machine at hand, always beside the limit of a plain loop in the same
 * run. Must not depend on the service or its parts; nothing depends on it but the command.
 */
@NullMarked
package health.carryover.deploy.bench;

import org.jspecify.annotations.NullMarked;
