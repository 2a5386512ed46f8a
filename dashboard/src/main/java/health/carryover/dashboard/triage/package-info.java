/**
 * Whom to look at first: a pure, named ranking rule over what is known of each patient, and the
 * alert budget that cuts it. Must not depend on stores, requests or pages; now and the zone are
 * arguments.
 */
@NullMarked
package health.carryover.dashboard.triage;

import org.jspecify.annotations.NullMarked;
