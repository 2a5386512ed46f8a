/**
 * What becomes of messages that could not be used: noted repairs, and the way through the journal
 * again.
 *
 * <p>Knows the core's ports, the codec and the journal. Must not depend on MQTT or on any store.
 */
@NullMarked
package health.carryover.ingest.quarantine;

import org.jspecify.annotations.NullMarked;
