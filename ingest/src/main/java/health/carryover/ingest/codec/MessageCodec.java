package health.carryover.ingest.codec;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.Repair;
import health.carryover.ingest.topic.StreamName;
import health.carryover.ingest.topic.TopicName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Understands messages as they arrive. Deterministic: the same channel, payload and time of receipt
 * give the same answer. Never throws, whatever the bytes are. Any thread.
 */
public final class MessageCodec {
  private static final int ENVELOPE_BYTES = 256 * 1024;

  private final CodecSettings settings;
  private final JsonReader json;
  private final JsonReader envelopes;
  private final JsonReader events;
  private final PayloadCodec payloads;

  public MessageCodec(CodecSettings settings) {
    this.settings = settings;
    this.json = new JsonReader(settings.payloadBytes(), settings.depth());
    // An envelope holds a payload in base 64, its channel, its elements and its repairs.
    int largest = Math.max(settings.payloadBytes(), OpenWearables.LARGEST);
    this.envelopes = new JsonReader(2 * largest + ENVELOPE_BYTES, settings.depth());
    this.events = new JsonReader(OpenWearables.LARGEST, settings.depth());
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
    if (TopicName.parse(channel).orElse(null) instanceof TopicName.ServiceReplay) {
      return replayed(channel, payload);
    }
    return decode(channel, payload, receivedAt, List.of(), Selection.ALL);
  }

  /** What an entry of the journal means, its clock corrected as it was when it was journalled. */
  public Decoded decode(JournalEntry entry) {
    Decoded decoded =
        decode(entry.channel(), entry.contentType(), entry.payload(), entry.receivedAt());
    Duration shift = entry.clockShift();
    return shift == null ? decoded : decoded.shifted(shift);
  }

  /** What the message in an envelope means. */
  private Decoded replayed(String channel, byte[] payload) {
    String digest = Digest.of(channel, payload);
    try {
      ReplayEnvelope envelope = ReplayEnvelope.read(envelopes.readObject(payload));
      Decoded decoded =
          decode(
              envelope.channel(),
              envelope.payload(),
              envelope.receivedAt(),
              envelope.repairs(),
              new Selection(envelope.elements()));
      return envelope.elements() == null || !decoded.usable()
          ? decoded
          : decoded.withIdentity(decoded.identity().ofElements(envelope.replays(), digest));
    } catch (Unusable e) {
      return Decoded.refused(Source.UNKNOWN, MessageIdentity.ofRefused(digest), e.rejection());
    }
  }

  /** The envelope that {@code payload} is, or empty if it is none. */
  public Optional<ReplayEnvelope> envelope(byte[] payload) {
    try {
      return Optional.of(ReplayEnvelope.read(envelopes.readObject(payload)));
    } catch (Unusable e) {
      return Optional.empty();
    }
  }

  /**
   * The pseudo device that stands for the user of an event of Open Wearables, whatever it holds.
   */
  public String openWearablesDevice(byte[] body) {
    try {
      return OpenWearables.device(events.read(body));
    } catch (Unusable e) {
      return OpenWearables.device(null);
    }
  }

  /** The times in a message as its sender wrote them; empty if the bytes are no JSON. */
  public WrittenTimes writtenTimes(byte[] payload) {
    try {
      return WrittenTimes.in(json.read(payload));
    } catch (Unusable e) {
      return WrittenTimes.NONE;
    }
  }

  private Decoded decode(
      String channel, byte[] payload, Instant receivedAt, List<Repair> repairs, Selection wanted) {
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
      if (topic instanceof TopicName.OpenWearablesEvent event) {
        Object root = events.read(payload);
        for (Repair repair : repairs) {
          root = new RepairedTree(repair).of(root);
        }
        TimeBounds bounds = TimeBounds.of(settings, receivedAt);
        OpenWearables told =
            new OpenWearables(
                new Fields(JsonReader.objectOrRefuse(root), bounds), settings, wanted);
        identity = MessageIdentity.ofEvent(event, digest, told.reportId());
        content = told.content();
      } else if (stream == StreamName.HEART_RATE_BLE) {
        identity = MessageIdentity.ofMoment(topic.text(), receivedAt, digest);
        content = BleHeartRate.content(payload, receivedAt, wanted);
      } else {
        TimeBounds bounds = TimeBounds.of(settings, receivedAt);
        Object root = json.read(payload);
        for (Repair repair : repairs) {
          root = new RepairedTree(repair).of(root);
        }
        if (stream == StreamName.HEART_RATE && root instanceof List<?> pack && Senml.isSuch(pack)) {
          identity = MessageIdentity.ofContent(topic.text(), digest);
          content = new Senml(settings, bounds, receivedAt, wanted).content(pack);
        } else {
          Fields fields = new Fields(JsonReader.objectOrRefuse(root), bounds);
          identity = Identities.of(topic.text(), stream, digest, fields);
          content = payloads.content(stream, fields, wanted);
        }
      }
      return new Decoded(
          source,
          identity,
          content.events(),
          content.rejections(),
          content.counts(),
          content.timing());
    } catch (Unusable e) {
      return Decoded.refused(source, identity, e.rejection());
    }
  }

  private static Source source(TopicName topic) throws Unusable {
    if (topic instanceof TopicName.Up up) {
      return new Source(up.clinic(), up.device(), null, up.stream().orElse(null));
    }
    if (topic instanceof TopicName.OpenWearablesEvent event) {
      // Of which stream an event is its payload says; heart rate stands for all of them here.
      return new Source(event.clinic(), event.device(), null, StreamName.HEART_RATE);
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
