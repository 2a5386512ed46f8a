/**
 * Who may come in and what for: one-time links, signed-in screens, tokens, the table of rights and
 * what keeps other web pages from acting in a person's name. Must not know how a call does its
 * work.
 */
@NullMarked
package health.carryover.dashboard.access;

import org.jspecify.annotations.NullMarked;
