/**
 * From bytes to events: what a message means, what of it cannot be used and why, and what makes a
 * second copy of it recognisable. Whatever the bytes are, the answer is a value.
 *
 * <p>Knows topics and the core's events. Must not depend on MQTT, the journal or threads.
 */
@NullMarked
package health.carryover.ingest.codec;

import org.jspecify.annotations.NullMarked;
