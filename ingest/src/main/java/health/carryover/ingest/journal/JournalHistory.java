package health.carryover.ingest.journal;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.shard.PatientHistory;
import health.carryover.ingest.shard.PatientMessage;
import health.carryover.ingest.topic.StreamName;
import health.carryover.ingest.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads the journal and understands it again, exactly as it was understood on arrival. */
public final class JournalHistory implements PatientHistory {
  private static final int PAGE = 1_000;

  private final Journal journal;
  private final MessageCodec codec;

  public JournalHistory(Journal journal, MessageCodec codec) {
    this.journal = journal;
    this.codec = codec;
  }

  @Override
  public Page read(long afterSequence, int limit) {
    List<StoredEntry> entries = journal.read(afterSequence, limit);
    long last = entries.isEmpty() ? afterSequence : entries.get(entries.size() - 1).sequence();
    return new Page(entries.stream().flatMap(entry -> message(entry).stream()).toList(), last);
  }

  /** As the other method, of some patients alone. */
  public Page read(long afterSequence, int limit, Predicate<String> patients) {
    List<StoredEntry> entries = journal.read(afterSequence, limit);
    long last = entries.isEmpty() ? afterSequence : entries.get(entries.size() - 1).sequence();
    List<PatientMessage> messages = new ArrayList<>();
    for (StoredEntry entry : entries) {
      String patient = entry.entry().patient();
      if (patient != null && patients.test(patient)) {
        message(entry).ifPresent(messages::add);
      }
    }
    return new Page(messages, last);
  }

  /**
   * Hands over the patient's events one by one, in the order in which they became known; throws
   * what the journal throws.
   *
   * @return how many of the patient's messages were passed over because their content is not kept
   *     any more
   */
  public long replay(String patient, Consumer<ReceivedEvent> take) {
    long trimmed = 0;
    long after = 0;
    List<StoredEntry> entries = journal.readOf(patient, after, PAGE);
    while (!entries.isEmpty()) {
      for (StoredEntry entry : entries) {
        message(entry).ifPresent(message -> message.events().forEach(take));
        trimmed += entry.entry().trimmed() ? 1 : 0;
        after = entry.sequence();
      }
      entries = journal.readOf(patient, after, PAGE);
    }
    return trimmed;
  }

  /** What the entry means for its patient, or empty if nothing. */
  private Optional<PatientMessage> message(StoredEntry stored) {
    JournalEntry entry = stored.entry();
    // Everything is appended with an identity; once, conflicts were kept without one.
    if (entry.patient() == null
        || entry.identity() == null
        || entry.trimmed()
        || entry.quarantinedWhole()) {
      return Optional.empty();
    }
    return message(stored.sequence(), entry, codec.decode(entry));
  }

  static Optional<PatientMessage> message(long sequence, JournalEntry entry, Decoded decoded) {
    String patient = entry.patient();
    return patient == null || decoded.events().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PatientMessage(
                sequence,
                patient,
                entry.receivedAt(),
                decoded.receivedAt(entry.receivedAt()),
                isOfHeartRateAlone(entry, decoded)));
  }

  private static boolean isOfHeartRateAlone(JournalEntry entry, Decoded decoded) {
    StreamName stream = decoded.source().stream();
    return entry.channel().startsWith(TopicName.PREFIX)
        && entry.rejections().isEmpty()
        && (stream == StreamName.HEART_RATE || stream == StreamName.HEART_RATE_BLE);
  }
}
