package health.carryover.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message to publish at QoS 1.
 *
 * @param topic without wildcards, 1 to 65535 bytes in UTF-8
 * @param payload the bytes, not copied; must not change until the message is confirmed
 * @param retention whether the broker keeps it for later subscribers
 * @param contentType MQTT 5 content type; null for none
 * @param expiry how long the broker may hold it for an absent subscriber, in whole seconds, at
 *     least one; null for as long as it likes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its bytes below
public record OutboundMessage(
    String topic,
    byte[] payload,
    Retention retention,
    @Nullable String contentType,
    @Nullable Duration expiry) {

  /** Whether the broker keeps a message as the topic's last one. */
  public enum Retention {
    /** Delivered to present subscribers and sessions, then forgotten. */
    PASSING,
    /** Kept and given to every later subscriber; an empty payload clears what is kept. */
    RETAINED
  }

  private static final int LONGEST_TOPIC = 65_535;

  public OutboundMessage {
    int length = topic.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > LONGEST_TOPIC) {
      throw new IllegalArgumentException("a topic of " + length + " bytes");
    }
    if (topic.chars().anyMatch(c -> c == '#' || c == '+' || c == 0)) {
      throw new IllegalArgumentException("a topic to publish to has a wildcard or a null");
    }
    if (expiry != null && expiry.toSeconds() < 1) {
      throw new IllegalArgumentException("a message expiry of " + expiry);
    }
  }

  /** A passing message without content type and expiry. */
  public static OutboundMessage of(String topic, byte[] payload) {
    return new OutboundMessage(topic, payload, Retention.PASSING, null, null);
  }

  /** The same message, to be kept by the broker. */
  public OutboundMessage retained() {
    return new OutboundMessage(topic, payload, Retention.RETAINED, contentType, expiry);
  }

  /** The same message with a content type. */
  public OutboundMessage withContentType(String type) {
    return new OutboundMessage(topic, payload, retention, type, expiry);
  }

  /** The same message with an expiry. */
  public OutboundMessage expiringAfter(Duration lifetime) {
    return new OutboundMessage(topic, payload, retention, contentType, lifetime);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OutboundMessage that
        && topic.equals(that.topic)
        && Arrays.equals(payload, that.payload)
        && retention == that.retention
        && Objects.equals(contentType, that.contentType)
        && Objects.equals(expiry, that.expiry);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, Arrays.hashCode(payload), retention, contentType, expiry);
  }

  /** Sizes alone: topics name devices and payloads carry health data. */
  @Override
  public String toString() {
    return "OutboundMessage[" + payload.length + " bytes, " + retention + "]";
  }
}
