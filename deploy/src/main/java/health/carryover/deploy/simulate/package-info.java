/**
 * The invented clinic against any installation: what it sends on purpose wrongly, and whether the
 * installation did with it what it promises. Must not depend on the service; it knows the HTTP
 * interface and the broker alone, as any client.
 */
@NullMarked
package health.carryover.deploy.simulate;

import org.jspecify.annotations.NullMarked;
