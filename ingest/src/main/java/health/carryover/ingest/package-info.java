/**
 * Edge in: from a message as it arrived to what the patient's monitor says about it. Wires the
 * rooms below: topics, codec, journal writer, patient shards.
 *
 * <p>Depends on the core and on nothing of the other edges; only the {@code mqtt} package inside
 * knows a client library.
 */
@NullMarked
package health.carryover.ingest;

import org.jspecify.annotations.NullMarked;
