/**
 * The whole service on this machine: how much it takes, how soon it speaks, how long it starts and
 * what it costs, each beside what bounds it in the same run. Never part of a running service.
 */
@NullMarked
package health.carryover.deploy.bench.whole;

import org.jspecify.annotations.NullMarked;
