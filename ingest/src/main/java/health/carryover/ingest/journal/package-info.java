/**
 * Journal first: what arrives is understood, made durable in groups, acknowledged, and only then
 * used. One thread does all of it, so there is one order of everything and one clock.
 *
 * <p>Knows the codec, the core's ports and the shards it hands over to. Must not depend on MQTT.
 */
@NullMarked
package health.carryover.ingest.journal;

import org.jspecify.annotations.NullMarked;
