/**
 * The management port: whether the service has started, is ready and lives, and its metrics. Must
 * not depend on configuration, commands or any edge.
 */
@NullMarked
package health.carryover.deploy.health;

import org.jspecify.annotations.NullMarked;
