/**
 * The commands of {@code deploy/carryover}: what they take, what they print, how they exit. What
 * they do lives in the packages they call.
 */
@NullMarked
package health.carryover.deploy.command;

import org.jspecify.annotations.NullMarked;
