package health.carryover.ingest.device;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.codec.RejectionCode;
import health.carryover.ingest.journal.Delivery;
import health.carryover.ingest.topic.TopicName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one durable message says about its device's cursor.
 *
 * @param entry its place in the journal; null for a copy of a message that was held already
 * @param boot the device's run of counting, or null
 * @param number in that run, or null
 * @param codes why messages or elements cannot be used
 */
record DeviceFact(
    DeviceKey device,
    @Nullable Long entry,
    Instant receivedAt,
    @Nullable String boot,
    @Nullable Long number,
    Delivery.Fate fate,
    List<String> codes) {

  /** What {@code delivery} says, or empty if it came from no device that could be told. */
  static Optional<DeviceFact> of(Delivery delivery) {
    if (!isFromDevice(delivery.channel())) {
      return Optional.empty();
    }
    Long entry = null;
    if (delivery.result() instanceof Appended.Stored stored) {
      entry = stored.sequence();
    } else if (delivery.result() instanceof Appended.Conflict conflict) {
      entry = conflict.sequence();
    }
    List<String> codes =
        switch (delivery.fate()) {
          case DUPLICATE -> List.of();
          case ACCEPTED, QUARANTINED ->
              delivery.result() instanceof Appended.Conflict
                  ? List.of(RejectionCode.IDENTITY_CONFLICT.code())
                  : codes(delivery.decoded().rejections());
        };
    return of(delivery.decoded(), entry, delivery.receivedAt(), delivery.fate(), codes);
  }

  /** What {@code stored} says, or empty if it came from no device. */
  static Optional<DeviceFact> of(StoredEntry stored, MessageCodec codec) {
    JournalEntry entry = stored.entry();
    if (!isFromDevice(entry.channel())) {
      return Optional.empty();
    }
    Decoded decoded =
        codec.decode(entry.channel(), entry.contentType(), entry.payload(), entry.receivedAt());
    boolean conflict = entry.identity() == null;
    return of(
        decoded,
        stored.sequence(),
        entry.receivedAt(),
        conflict || entry.quarantinedWhole() ? Delivery.Fate.QUARANTINED : Delivery.Fate.ACCEPTED,
        conflict ? List.of(RejectionCode.IDENTITY_CONFLICT.code()) : codes(entry.rejections()));
  }

  /** Pseudo devices read no topic. */
  private static boolean isFromDevice(String channel) {
    return !(TopicName.parse(channel).orElse(null) instanceof TopicName.OpenWearablesEvent);
  }

  private static Optional<DeviceFact> of(
      Decoded decoded,
      @Nullable Long entry,
      Instant receivedAt,
      Delivery.Fate fate,
      List<String> codes) {
    String clinic = decoded.source().clinic();
    String device = decoded.source().device();
    if (clinic == null || device == null) {
      return Optional.empty();
    }
    return Optional.of(
        new DeviceFact(
            new DeviceKey(clinic, device),
            entry,
            receivedAt,
            decoded.identity().boot(),
            decoded.identity().sequence(),
            fate,
            codes));
  }

  private static List<String> codes(List<Rejection> rejections) {
    return rejections.stream().map(Rejection::code).toList();
  }
}
