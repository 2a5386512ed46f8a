/**
 * Certificates and keys from files, and what servers and clients need of them. Must not depend on
 * any other package of Carryover.
 */
@NullMarked
package health.carryover.deploy.tls;

import org.jspecify.annotations.NullMarked;
