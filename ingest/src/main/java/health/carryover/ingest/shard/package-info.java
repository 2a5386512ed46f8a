/**
 * One thread owns a patient: messages of a patient are used in order, patients take turns, and what
 * was used is stored so that a restart continues exactly there.
 *
 * <p>Knows the core and its ports. Must not depend on MQTT, topics, the codec or the journal's
 * writer.
 */
@NullMarked
package health.carryover.ingest.shard;

import org.jspecify.annotations.NullMarked;
