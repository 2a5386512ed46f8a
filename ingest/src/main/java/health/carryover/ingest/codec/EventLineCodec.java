package health.carryover.ingest.codec;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.ingest.topic.StreamName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Understands event lines: a payload with the patient, the stream and, if known, the device and the
 * time of receipt beside it. Never throws, whatever the line holds. Any thread.
 */
public final class EventLineCodec {
  private static final String NAMESPACE = "line/";

  private final CodecSettings settings;
  private final JsonReader json;
  private final PayloadCodec payloads;

  public EventLineCodec(CodecSettings settings) {
    this.settings = settings;
    this.json = new JsonReader(settings.payloadBytes(), settings.depth());
    this.payloads = new PayloadCodec(settings);
  }

  /** What one line means. */
  public EventLine decode(String line) {
    return decode(line.getBytes(StandardCharsets.UTF_8));
  }

  /** What one line means, given its bytes without the line end. */
  public EventLine decode(byte[] line) {
    String digest = Digest.of(NAMESPACE, line);
    Source source = Source.UNKNOWN;
    MessageIdentity identity = MessageIdentity.ofRefused(digest);
    try {
      var object = json.readObject(line);
      Fields head = new Fields(object, TimeBounds.of(settings, null));
      String patient = head.pseudonym("patient");
      String device = head.optionalDevice("device");
      source = new Source(null, device, patient, null);
      StreamName stream = stream(head);
      source = new Source(null, device, patient, stream);
      Instant receivedAt = head.optionalTime("receivedAt");
      Fields fields = new Fields(object, TimeBounds.of(settings, receivedAt));
      String namespace =
          NAMESPACE + patient + "/" + (device == null ? "" : device) + "/" + stream.code();
      identity = Identities.of(namespace, stream, digest, fields);
      Content content = payloads.content(stream, fields, Selection.ALL);
      Decoded decoded =
          new Decoded(
              source,
              identity,
              content.events(),
              content.rejections(),
              content.counts(),
              content.timing());
      return new EventLine(decoded, events(decoded, receivedAt));
    } catch (Unusable e) {
      return new EventLine(Decoded.refused(source, identity, e.rejection()), List.of());
    }
  }

  private static StreamName stream(Fields head) throws Unusable {
    Optional<StreamName> stream = StreamName.ofCode(head.string("stream"));
    if (stream.isEmpty()
        || stream.get() == StreamName.STATUS
        || stream.get() == StreamName.HEART_RATE_BLE) {
      throw new Unusable(RejectionCode.STREAM_UNKNOWN);
    }
    return stream.get();
  }

  private static List<ReceivedEvent> events(Decoded decoded, @Nullable Instant receivedAt) {
    return decoded.events().stream()
        .map(event -> decoded.received(event, receivedAt == null ? event.observedAt() : receivedAt))
        .toList();
  }
}
