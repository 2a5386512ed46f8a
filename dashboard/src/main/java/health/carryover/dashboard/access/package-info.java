/**
 * Who may come in: one-time links, signed-in screens, the administration token, and what keeps
 * other web pages from acting in a person's name. Roles will be asked here too. Must not know what
 * is behind the door.
 */
@NullMarked
package health.carryover.dashboard.access;

import org.jspecify.annotations.NullMarked;
