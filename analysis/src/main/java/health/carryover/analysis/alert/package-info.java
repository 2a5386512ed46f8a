/**
 * Alerts: what should stand given what is known (rules, pure), what was said so far (the ledger),
 * and the changes that lead from one to the other. Must not know sessions, readings or diaries.
 */
@NullMarked
package health.carryover.analysis.alert;

import org.jspecify.annotations.NullMarked;
