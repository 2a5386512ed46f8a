/** Trying again when a store is away. Depends on the JDK alone. */
@NullMarked
package health.carryover.ingest.retry;

import org.jspecify.annotations.NullMarked;
