package health.carryover.ingest.quarantine;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.Quarantine.Item;
import health.carryover.analysis.port.Repair;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.codec.RepairForm;
import health.carryover.ingest.codec.ReplayEnvelope;
import health.carryover.ingest.topic.TopicName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Puts rejected elements into envelopes. Any thread. */
final class Replayer {
  private final Journal journal;
  private final MessageCodec codec;
  private final RepairForm form = new RepairForm();

  Replayer(Journal journal, MessageCodec codec) {
    this.journal = journal;
    this.codec = codec;
  }

  /**
   * One envelope and the elements in it.
   *
   * @param decoded what it means now
   */
  record Attempt(String channel, byte[] payload, List<Item> items, Decoded decoded) {

    /** Why nothing of it can be used, or empty if something can. */
    Optional<String> obstacle() {
      return decoded.rejections().stream()
          .filter(why -> why.ofWholeMessage() || decoded.events().isEmpty())
          .map(Rejection::code)
          .findFirst();
    }
  }

  /** The attempts for elements of one message that are not settled; empty if none can be made. */
  List<Attempt> attempts(long sequence, List<Item> items, Instant now) {
    JournalEntry entry = entry(sequence);
    ReplayEnvelope original = original(sequence, entry);
    Optional<TopicName> topic = TopicName.parse(original.channel());
    String channel = topic.map(name -> channel(name, sequence)).orElse("");
    if (channel.isEmpty()) {
      return List.of();
    }
    List<Attempt> attempts = new ArrayList<>();
    byRepair(items)
        .forEach(
            (repair, together) -> {
              byte[] payload = envelope(original, repair, together).bytes();
              attempts.add(
                  new Attempt(
                      channel, payload, together, codec.decode(channel, null, payload, now)));
            });
    return attempts;
  }

  private static String channel(TopicName topic, long sequence) {
    if (topic instanceof TopicName.Up up) {
      return new TopicName.ServiceReplay(up.clinic(), up.device(), sequence).text();
    }
    if (topic instanceof TopicName.OpenWearablesEvent event) {
      return new TopicName.ServiceReplay(event.clinic(), event.device(), sequence).text();
    }
    if (topic instanceof TopicName.Status status) {
      return new TopicName.ServiceReplay(status.clinic(), status.device(), sequence).text();
    }
    return "";
  }

  private JournalEntry entry(long sequence) {
    List<StoredEntry> found = journal.read(sequence - 1, 1);
    if (found.isEmpty() || found.get(0).sequence() != sequence) {
      throw new StoreUnavailableException(
          "an entry of the journal is not there", new IllegalStateException());
    }
    return found.get(0).entry();
  }

  /** The bytes as they first came: an entry that is a replay itself is not wrapped again. */
  private ReplayEnvelope original(long sequence, JournalEntry entry) {
    if (TopicName.parse(entry.channel()).orElse(null) instanceof TopicName.ServiceReplay) {
      Optional<ReplayEnvelope> inner = codec.envelope(entry.payload());
      if (inner.isPresent()) {
        ReplayEnvelope first = inner.get();
        return new ReplayEnvelope(
            sequence,
            first.receivedAt(),
            first.channel(),
            first.contentType(),
            first.payload(),
            first.elements(),
            first.repairs());
      }
    }
    // What the device's clock was found to be off by then holds for the message now.
    Duration shift = entry.clockShift();
    return new ReplayEnvelope(
        sequence,
        entry.receivedAt(),
        entry.channel(),
        entry.contentType(),
        entry.payload(),
        null,
        shift == null ? List.of() : List.of(new Repair(Map.of(), Map.of(), null, shift)));
  }

  private ReplayEnvelope envelope(ReplayEnvelope original, String repair, List<Item> items) {
    SortedSet<Integer> elements = original.elements();
    if (items.stream().noneMatch(item -> item.element() == Rejection.WHOLE_MESSAGE)) {
      elements = new TreeSet<>(items.stream().map(Item::element).toList());
    }
    List<Repair> repairs = new ArrayList<>(original.repairs());
    if (!repair.isEmpty()) {
      repairs.add(form.repair(repair));
    }
    return new ReplayEnvelope(
        original.replays(),
        original.receivedAt(),
        original.channel(),
        original.contentType(),
        original.payload(),
        elements,
        repairs);
  }

  /** Elements with one repair travel together; without one they stand under the empty text. */
  private static Map<String, List<Item>> byRepair(List<Item> items) {
    Map<String, List<Item>> byRepair = new LinkedHashMap<>();
    for (Item item : items) {
      String repair = item.repair();
      byRepair.computeIfAbsent(repair == null ? "" : repair, r -> new ArrayList<>()).add(item);
    }
    return byRepair;
  }
}
