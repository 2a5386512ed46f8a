/**
 * The log lines an operator can look up, and how logging is set up. Must not depend on any other
 * package of Carryover.
 */
@NullMarked
package health.carryover.deploy.log;

import org.jspecify.annotations.NullMarked;
