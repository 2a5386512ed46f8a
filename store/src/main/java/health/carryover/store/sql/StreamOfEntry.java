package health.carryover.store.sql;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.PersonErasure;
import java.util.Optional;

/** Which stream an entry of the journal belongs to, by its channel. */
final class StreamOfEntry {
  private static final String STATUS = "/status";
  private static final String UP = "/up/";

  private StreamOfEntry() {}

  /**
   * The stream; empty for what is never let go: profiles, and what holds nothing any more.
   *
   * @param rejected whether anything of it could not be used
   */
  static Optional<RetainedStream> of(String channel, boolean rejected) {
    if (channel.startsWith(JournalEntry.TRIMMED) || channel.equals(PersonErasure.ERASED_CHANNEL)) {
      return Optional.empty();
    }
    if (rejected || channel.startsWith("service/replay/")) {
      return Optional.of(RetainedStream.QUARANTINE);
    }
    if (channel.startsWith("service/open-wearables/")) {
      return Optional.of(RetainedStream.OPEN_WEARABLES);
    }
    if (!channel.startsWith("carryover/")) {
      return Optional.empty();
    }
    return channel.endsWith(STATUS) ? Optional.of(RetainedStream.STATUS) : sentBy(channel);
  }

  private static Optional<RetainedStream> sentBy(String channel) {
    int up = channel.indexOf(UP);
    return switch (up < 0 ? "" : channel.substring(up + UP.length())) {
      case "heart-rate", "heart-rate-ble" -> Optional.of(RetainedStream.HEART_RATE);
      case "session" -> Optional.of(RetainedStream.SESSION);
      case "pain" -> Optional.of(RetainedStream.PAIN);
      case "recovery" -> Optional.of(RetainedStream.RECOVERY);
      case "safety" -> Optional.of(RetainedStream.SAFETY);
      default -> Optional.empty();
    };
  }
}
