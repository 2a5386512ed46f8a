/**
 * Edge out: the HTTP API, the event stream, sign-in and the web pages. {@link
 * health.carryover.dashboard.DashboardService} puts the rooms together.
 *
 * <p>Depends on the ports, outcomes and documents of the analysis module. Must not depend on ingest
 * or store, nor they on it.
 */
@NullMarked
package health.carryover.dashboard;

import org.jspecify.annotations.NullMarked;
