/**
 * The calls of the API: alerts, triage, patients, sessions, what could not be used. They read the
 * ports and print documents; nothing is decided here. Must not know who may call.
 */
@NullMarked
package health.carryover.dashboard.api;

import org.jspecify.annotations.NullMarked;
