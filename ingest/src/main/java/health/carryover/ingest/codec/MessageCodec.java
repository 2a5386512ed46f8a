package health.carryover.ingest.codec;

import health.carryover.ingest.topic.StreamName;
import health.carryover.ingest.topic.TopicName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Understands messages as they arrive. Deterministic: the same channel, payload and time of receipt
 * give the same answer. Never throws, whatever the bytes are. Any thread.
 */
public final class MessageCodec {
  private final CodecSettings settings;
  private final JsonReader json;
  private final PayloadCodec payloads;

  public MessageCodec(CodecSettings settings) {
    this.settings = settings;
    this.json = new JsonReader(settings.payloadBytes(), settings.depth());
    this.payloads = new PayloadCodec(settings);
  }

  /**
   * What one message means.
   *
   * @param channel the topic, or the service's own channel
   * @param contentType as the sender named it, or null
   * @param payload the bytes as they came; not changed
   * @param receivedAt when it arrived here
   */
  public Decoded decode(
      String channel, @Nullable String contentType, byte[] payload, Instant receivedAt) {
    String digest = Digest.of(channel, payload);
    Source source = Source.UNKNOWN;
    MessageIdentity identity = MessageIdentity.ofRefused(digest);
    try {
      TopicName topic =
          TopicName.parse(channel).orElseThrow(() -> new Unusable(RejectionCode.TOPIC_MALFORMED));
      source = source(topic);
      StreamName stream = source.stream();
      if (stream == null) {
        throw new Unusable(RejectionCode.STREAM_UNKNOWN);
      }
      Content content;
      if (stream == StreamName.HEART_RATE_BLE) {
        identity = MessageIdentity.ofMoment(topic.text(), receivedAt, digest);
        content = BleHeartRate.content(payload, receivedAt);
      } else {
        TimeBounds bounds = TimeBounds.of(settings, receivedAt);
        Object root = json.read(payload);
        if (stream == StreamName.HEART_RATE && root instanceof List<?> pack && Senml.isSuch(pack)) {
          identity = MessageIdentity.ofContent(topic.text(), digest);
          content = new Senml(settings, bounds, receivedAt).content(pack);
        } else {
          Fields fields = new Fields(JsonReader.objectOrRefuse(root), bounds);
          identity = Identities.of(topic.text(), stream, digest, fields);
          content = payloads.content(stream, fields);
        }
      }
      return new Decoded(
          source, identity, content.events(), content.rejections(), content.counts());
    } catch (Unusable e) {
      return Decoded.refused(source, identity, e.rejection());
    }
  }

  private static Source source(TopicName topic) throws Unusable {
    if (topic instanceof TopicName.Up up) {
      return new Source(up.clinic(), up.device(), null, up.stream().orElse(null));
    }
    if (topic instanceof TopicName.Status status) {
      return new Source(status.clinic(), status.device(), null, StreamName.STATUS);
    }
    if (topic instanceof TopicName.ServiceProfile profile) {
      return new Source(profile.clinic(), null, profile.patient(), StreamName.PROFILE);
    }
    // What the service itself sends is nothing to take in.
    throw new Unusable(RejectionCode.TOPIC_MALFORMED);
  }
}
