/**
 * People with accounts of their own: passwords, second factors, invitations, and what holds up
 * those who guess. Must not know what the calls of a signed-in person do.
 */
@NullMarked
package health.carryover.dashboard.account;

import org.jspecify.annotations.NullMarked;
