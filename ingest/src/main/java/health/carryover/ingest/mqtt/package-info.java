/**
 * The links to the MQTT broker: one that receives with acknowledgements held back until a message
 * is durable, and one that publishes at a pace the broker can follow. The only importer of the MQTT
 * client library. Must not depend on codecs, the journal, shards, or anything that knows what a
 * payload means.
 */
@NullMarked
package health.carryover.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
