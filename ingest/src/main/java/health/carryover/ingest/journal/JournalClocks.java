package health.carryover.ingest.journal;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.ingest.clock.DeviceClocks;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.codec.Source;
import health.carryover.ingest.codec.Timing;
import health.carryover.ingest.topic.TopicName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which messages of the journal say something about their device's clock, and which are corrected.
 * What a message is corrected by is journalled with it, so that reading it again needs nothing of
 * this.
 */
final class JournalClocks {
  /** So much of the end of the journal is looked at after a start. */
  private static final int REMEMBERED = 10_000;

  private static final int PAGE = 1_000;

  private final DeviceClocks clocks;

  JournalClocks(DeviceClocks clocks) {
    this.clocks = clocks;
  }

  /** By how much the times of a message that comes now are to be moved. */
  Optional<Duration> shiftOf(
      String channel, Decoded decoded, Optional<Instant> observedAt, Instant heardAt) {
    Source source = decoded.source();
    String clinic = source.clinic();
    String device = source.device();
    return clinic == null || device == null || !isFromDevice(channel)
        ? Optional.empty()
        : clocks.shiftOf(clinic, device, observedAt, heardAt);
  }

  /** The newest heart rate of a message by its device's own clock, or empty if it tells no time. */
  static Optional<Instant> observedAt(Decoded decoded) {
    return decoded.timing() == Timing.OF_RECEIPT
        ? Optional.empty()
        : decoded.events().stream()
            .filter(HeartRateSamples.class::isInstance)
            .map(event -> event.observedAt())
            .max(Instant::compareTo);
  }

  /** An entry is in the journal now. */
  void heard(JournalEntry entry, Decoded decoded, Instant observedAt) {
    String clinic = decoded.source().clinic();
    String device = decoded.source().device();
    if (clinic != null && device != null && isFromDevice(entry.channel())) {
      clocks.heard(clinic, device, observedAt, entry.receivedAt());
    }
  }

  /** What is sent through the journal again says nothing of a clock. */
  private static boolean isFromDevice(String channel) {
    return channel.startsWith(TopicName.PREFIX);
  }

  /**
   * Learns from the end of the journal what an earlier run knew. Throws what the journal throws.
   */
  void recall(Journal journal, MessageCodec codec) {
    long after = Math.max(0, journal.lastSequence() - REMEMBERED);
    List<StoredEntry> page = journal.read(after, PAGE);
    while (!page.isEmpty()) {
      for (StoredEntry stored : page) {
        JournalEntry entry = stored.entry();
        after = stored.sequence();
        if (entry.patient() != null && !entry.trimmed() && !entry.quarantinedWhole()) {
          Decoded decoded =
              codec.decode(
                  entry.channel(), entry.contentType(), entry.payload(), entry.receivedAt());
          observedAt(decoded).ifPresent(at -> heard(entry, decoded, at));
        }
      }
      page = journal.read(after, PAGE);
    }
  }
}
