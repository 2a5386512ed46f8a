/**
 * Traces for whoever asks for them: of messages on their way through the service, and of requests.
 * The only importer of OpenTelemetry. Spans carry codes, counts and times, never an id, a topic, a
 * path as it was asked for, or a value.
 */
@NullMarked
package health.carryover.deploy.trace;

import org.jspecify.annotations.NullMarked;
