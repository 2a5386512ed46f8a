/**
 * The management port: whether the service has started, is ready and lives, and its metrics. Must
 * not depend on configuration, commands or any edge, but for how the edge out keeps requests from
 * taking for ever to come.
 */
@NullMarked
package health.carryover.deploy.health;

import org.jspecify.annotations.NullMarked;
