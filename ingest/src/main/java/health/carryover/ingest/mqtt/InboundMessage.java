package health.carryover.ingest.mqtt;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message as it came in. It is held by the broker until {@link #acknowledge()}; what is not
 * acknowledged comes again after the next reconnect. Two flags of the protocol are kept as they are
 * named there.
 *
 * @param topic the topic it was published to
 * @param payload the bytes, owned by the receiver of this record and not copied
 * @param contentType MQTT 5 content type; null when the publisher named none or spoke MQTT 3.1.1
 * @param retained the broker had kept it for new subscribers
 * @param duplicate the broker says it may have sent this before; brokers that number redelivered
 *     messages anew may not say so
 * @param receivedAt when it reached this process
 * @param acknowledgement what {@link #acknowledge()} calls
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its bytes below
public record InboundMessage(
    String topic,
    byte[] payload,
    @Nullable String contentType,
    boolean retained,
    boolean duplicate,
    Instant receivedAt,
    Acknowledgement acknowledgement) {

  /** See {@link Acknowledgement#acknowledge()}. */
  public void acknowledge() {
    acknowledgement.acknowledge();
  }

  /** Equal in every field, the payload by its bytes, but for the acknowledgement. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InboundMessage that
        && topic.equals(that.topic)
        && Arrays.equals(payload, that.payload)
        && Objects.equals(contentType, that.contentType)
        && retained == that.retained
        && duplicate == that.duplicate
        && receivedAt.equals(that.receivedAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, Arrays.hashCode(payload), receivedAt);
  }

  /** Sizes alone: topics name devices and payloads carry health data. */
  @Override
  public String toString() {
    return "InboundMessage[" + payload.length + " bytes, receivedAt=" + receivedAt + "]";
  }
}
