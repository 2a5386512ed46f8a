/**
 * The names under which messages travel, parsed and written in one place. Depends on the JDK alone.
 */
@NullMarked
package health.carryover.ingest.topic;

import org.jspecify.annotations.NullMarked;
