/**
 * Pages as they are first painted: HTML written on the server from what the ports hold, in the
 * words, the zone and the language of whoever looks. Nothing is decided here. Must not depend on
 * the API.
 */
@NullMarked
package health.carryover.dashboard.view;

import org.jspecify.annotations.NullMarked;
