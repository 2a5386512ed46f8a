/**
 * How fast the stores take what they are given, beside the bare drivers and the bare HTTP interface
 * that store the same rows in the same run. Must not depend on a running service.
 */
@NullMarked
package health.carryover.deploy.bench.stores;

import org.jspecify.annotations.NullMarked;
