package health.carryover.ingest.codec;

import health.carryover.ingest.topic.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks in a message.
 *
 * @param clinic the clinic; absent on event lines and where the topic is malformed
 * @param device the device; absent if a person or a file speaks
 * @param patient the patient if the message itself says so; devices never do
 * @param stream what kind of message it is; absent if that is not known
 */
public record Source(
    @Nullable String clinic,
    @Nullable String device,
    @Nullable String patient,
    @Nullable StreamName stream) {
  static final Source UNKNOWN = new Source(null, null, null, null);
}
