/**
 * Live outcomes for open screens: one stream of Server-Sent Events for each, resumable by the ids
 * of alert changes. The records are the truth; what is told live only says that there is something
 * new. Must not know who may listen.
 */
@NullMarked
package health.carryover.dashboard.stream;

import org.jspecify.annotations.NullMarked;
