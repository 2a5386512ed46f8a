package health.carryover.analysis.port;

import health.carryover.analysis.event.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as it arrived.
 *
 * @param receivedAt when it arrived, to the millisecond: what is finer is cut off, so that an entry
 *     read again equals the one that was appended
 * @param channel where it came from: the MQTT topic, or {@code service/...} for the service's own;
 *     after {@link #TRIMMED} if its content was let go
 * @param contentType as the sender named it, or null
 * @param payload the bytes as they came; never changed by either side
 * @param identity what makes a second copy recognisable; null: stored whatever came before
 * @param digest of channel and payload, to tell a copy from other content under the same identity
 * @param patient whose it is, or null if that is not known
 * @param rejections what of it cannot be used; empty: all of it can
 * @param clockShift to be added to the sender's times because its clock is wrong, to the
 *     millisecond; null: they stand as they are. The payload keeps the sender's own.
 */
public record JournalEntry(
    Instant receivedAt,
    String channel,
    @Nullable String contentType,
    byte[] payload,
    @Nullable String identity,
    String digest,
    @Nullable String patient,
    List<Rejection> rejections,
    @Nullable Duration clockShift) {
  /** What the channel of an entry begins with whose content is not kept any more. */
  public static final String TRIMMED = "service/trimmed/";

  /** A message whose times stand as they are. */
  public JournalEntry(
      Instant receivedAt,
      String channel,
      @Nullable String contentType,
      byte[] payload,
      @Nullable String identity,
      String digest,
      @Nullable String patient,
      List<Rejection> rejections) {
    this(receivedAt, channel, contentType, payload, identity, digest, patient, rejections, null);
  }

  public JournalEntry {
    receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
    rejections = List.copyOf(rejections);
  }

  /**
   * The entry as it is kept when its identity was used before for other content: nothing of it is
   * used, it says so first among its rejections, and its identity tells its content too, so that a
   * copy of it is recognised.
   */
  public JournalEntry inConflict() {
    List<Rejection> why = new ArrayList<>(rejections.size() + 1);
    why.add(Rejection.IDENTITY_CONFLICT);
    why.addAll(rejections);
    return new JournalEntry(
        receivedAt,
        channel,
        contentType,
        payload,
        "conflict/" + digest + "/" + identity,
        digest,
        patient,
        why,
        clockShift);
  }

  /** Whether its content was let go: who sent it when and how to tell a copy of it is left. */
  public boolean trimmed() {
    return channel.startsWith(TRIMMED);
  }

  /** The channel on which it came, also if its content was let go. */
  public String cameOn() {
    return trimmed() ? channel.substring(TRIMMED.length()) : channel;
  }

  /** Whether nothing of it can be used until it is repaired. */
  public boolean quarantinedWhole() {
    return rejections.stream().anyMatch(Rejection::ofWholeMessage);
  }
}
