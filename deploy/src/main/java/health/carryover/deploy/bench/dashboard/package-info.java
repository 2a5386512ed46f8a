/**
 * The dashboard of a large clinic in which sessions run: how soon its overview is painted and its
 * API answers, beside a call of the same server that reads nothing. Never part of a running
 * service.
 */
@NullMarked
package health.carryover.deploy.bench.dashboard;

import org.jspecify.annotations.NullMarked;
