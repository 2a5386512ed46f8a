/**
 * A stopped installation moved to other stores, from the settings it had to those it will have.
 * Must not depend on a running service.
 */
@NullMarked
package health.carryover.deploy.move;

import org.jspecify.annotations.NullMarked;
