package health.carryover.ingest.codec;

import health.carryover.ingest.topic.TopicName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What makes a second copy of a message recognisable: its id, else device, boot and counter, else
 * the hash of topic and payload.
 *
 * <p>A session or pain report with an id counts as a copy only if its content is the same too:
 * other content under that id is a revision and stored beside the first. A message of which nothing
 * can be used is recognised by its content alone, so that it does not stand in the way of its own
 * corrected or replayed copy.
 *
 * @param text the identity, unique over all clinics, devices and streams
 * @param digest of channel and payload, 32 hexadecimal digits
 * @param reportId the sender's id, or absent
 * @param boot names the sender's run of counting, or absent
 * @param sequence the sender's counter within that run, or absent
 */
public record MessageIdentity(
    String text,
    String digest,
    @Nullable String reportId,
    @Nullable String boot,
    @Nullable Long sequence) {

  private static final String REFUSED = "refused/";

  static MessageIdentity ofContent(String namespace, String digest) {
    return new MessageIdentity(namespace + "/hash/" + digest, digest, null, null, null);
  }

  /** For an event with an id of its own: its sender sends the same again under the same id. */
  static MessageIdentity ofEvent(
      TopicName.OpenWearablesEvent event, String digest, @Nullable String reportId) {
    String namespace = "open-wearables/" + event.clinic() + "/" + event.device();
    String own =
        event.event().equals(TopicName.OpenWearablesEvent.NO_ID)
            ? "/hash/" + digest
            : "/id/" + event.event();
    return new MessageIdentity(namespace + own, digest, reportId, null, null);
  }

  /** For bytes that carry no time: the same ones at another time are another message. */
  static MessageIdentity ofMoment(String namespace, Instant receivedAt, String digest) {
    return new MessageIdentity(
        namespace + "/at/" + receivedAt.toEpochMilli() + "/" + digest, digest, null, null, null);
  }

  /** The same message, of which only some elements are taken: they do not stand for all of it. */
  MessageIdentity ofElements(long replays, String envelopeDigest) {
    return new MessageIdentity(
        "replay/" + replays + "/" + envelopeDigest, digest, reportId, boot, sequence);
  }

  static MessageIdentity ofRefused(String digest) {
    return new MessageIdentity(REFUSED + digest, digest, null, null, null);
  }

  /** The identity of the same message when nothing of it can be used. */
  MessageIdentity refused() {
    return new MessageIdentity(REFUSED + digest, digest, reportId, boot, sequence);
  }
}
