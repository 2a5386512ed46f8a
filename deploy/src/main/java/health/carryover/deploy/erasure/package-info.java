/**
 * Takes a person out of everything that is kept, and shows that nothing is left. Must not depend on
 * the running service, which offers what it holds in memory as {@link
 * health.carryover.deploy.erasure.RunningParts}.
 */
@NullMarked
package health.carryover.deploy.erasure;

import org.jspecify.annotations.NullMarked;
