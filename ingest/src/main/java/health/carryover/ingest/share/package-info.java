/**
 * Patients divided among services: who has which, and how what any of them journalled reaches the
 * monitors of whoever has the patient.
 *
 * <p>Knows the core's ports, the journal's history and the shards. Must not depend on MQTT.
 */
@NullMarked
package health.carryover.ingest.share;

import org.jspecify.annotations.NullMarked;
