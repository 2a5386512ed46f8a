package health.carryover.ingest.quarantine;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Quarantine.Item;
import health.carryover.analysis.port.Quarantine.Query;
import health.carryover.analysis.port.Repair;
import health.carryover.ingest.clock.ClockProposal;
import health.carryover.ingest.clock.ClockProposal.Told;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.codec.RejectionCode;
import health.carryover.ingest.codec.WrittenTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Guesses repairs of times from the journal, for one call: what it has read it keeps. Confined to
 * one thread; throws what the stores throw.
 */
final class Proposals {
  /** The codes for which something can be proposed. */
  static final List<String> CODES =
      List.of(RejectionCode.TIME_ABSURD.code(), RejectionCode.TIME_NO_OFFSET.code());

  /** So many rejected elements of one device are compared. */
  private static final int NEIGHBOURS = 200;

  private final Journal journal;
  private final Quarantine quarantine;
  private final MessageCodec codec;
  private final CodecSettings settings;
  private final Map<Long, Optional<Message>> messages = new HashMap<>();
  private final Map<String, List<Message>> absurdOfDevice = new HashMap<>();

  Proposals(Journal journal, Quarantine quarantine, MessageCodec codec, CodecSettings settings) {
    this.journal = journal;
    this.quarantine = quarantine;
    this.codec = codec;
    this.settings = settings;
  }

  private record Message(Instant heardAt, WrittenTimes times) {}

  Map<Item, Repair> of(List<Item> items) {
    Map<Item, Repair> proposals = new LinkedHashMap<>();
    for (Item item : items) {
      if (item.state() == Quarantine.State.OPEN && CODES.contains(item.code())) {
        message(item.sequence())
            .flatMap(message -> proposal(item, message))
            .ifPresent(repair -> proposals.put(item, repair));
      }
    }
    return proposals;
  }

  private Optional<Repair> proposal(Item item, Message message) {
    if (item.code().equals(RejectionCode.TIME_NO_OFFSET.code())) {
      return newest(message.times().local())
          .flatMap(newest -> ClockProposal.offset(newest, message.heardAt()))
          .map(offset -> new Repair(Map.of(), Map.of(), offset, null));
    }
    return absurd(message)
        .map(
            told -> {
              List<Told> run =
                  absurdOf(item.device().orElse("")).stream()
                      .filter(other -> other.times().boot().equals(message.times().boot()))
                      .flatMap(other -> absurd(other).stream())
                      .toList();
              return new Repair(Map.of(), Map.of(), null, ClockProposal.shift(told, run));
            });
  }

  /** What a message says if none of its times can be right; one wrong time alone is no clock. */
  private Optional<Told> absurd(Message message) {
    Instant latest = message.heardAt().plus(settings.futureTolerance());
    List<Instant> times = message.times().whole();
    boolean all =
        times.stream().allMatch(at -> at.isBefore(settings.earliest()) || at.isAfter(latest));
    return all
        ? newest(times).map(newest -> new Told(newest, message.heardAt()))
        : Optional.empty();
  }

  private List<Message> absurdOf(String device) {
    return absurdOfDevice.computeIfAbsent(
        device,
        d -> {
          List<Message> found = new ArrayList<>();
          Query query = new Query(RejectionCode.TIME_ABSURD.code(), d, null, null);
          quarantine.newest(query, NEIGHBOURS).stream()
              .map(Item::sequence)
              .distinct()
              .forEach(sequence -> message(sequence).ifPresent(found::add));
          return found;
        });
  }

  private Optional<Message> message(long sequence) {
    return Objects.requireNonNull(
        messages.computeIfAbsent(
            sequence,
            s ->
                journal.read(s - 1, 1).stream()
                    .filter(stored -> stored.sequence() == s)
                    .map(StoredEntry::entry)
                    .filter(entry -> !entry.channel().startsWith("service/"))
                    .map(this::message)
                    .findFirst()));
  }

  private Message message(JournalEntry entry) {
    return new Message(entry.receivedAt(), codec.writtenTimes(entry.payload()));
  }

  private static Optional<Instant> newest(List<Instant> times) {
    return times.stream().max(Instant::compareTo);
  }
}
