/**
 * Event lines in, decisions out, without broker or database. Must not depend on the service or any
 * store.
 */
@NullMarked
package health.carryover.deploy.analyze;

import org.jspecify.annotations.NullMarked;
