package health.carryover.store.sqlite;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process of its own that appends to the journal until it is killed, and prints the last sequence
 * of each batch once it is durable.
 */
final class JournalAppender {
  private static final int LARGEST_BATCH = 40;
  private static final int LARGEST_PAYLOAD = 3_000;

  private JournalAppender() {}

  /** Arguments: the data folder and a seed for the sizes of batches and payloads. */
  public static void main(String[] arguments) {
    Random random = new Random(Long.parseLong(arguments[1]));
    try (SqliteStore store = SqliteStore.open(Path.of(arguments[0]))) {
      Journal journal = store.journal();
      long next = journal.lastSequence() + 1;
      while (true) {
        List<JournalEntry> batch = new ArrayList<>();
        for (int i = 1 + random.nextInt(LARGEST_BATCH); i > 0; i--) {
          batch.add(entry(next++, random.nextInt(LARGEST_PAYLOAD)));
        }
        journal.append(batch);
        System.out.println(next - 1);
      }
    }
  }

  /** The entry that belongs to {@code sequence}: recognisable when it is read again. */
  static JournalEntry entry(long sequence, int payloadSize) {
    byte[] start = (sequence + " ").getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[start.length + payloadSize];
    System.arraycopy(start, 0, payload, 0, start.length);
    return new JournalEntry(
        Instant.ofEpochMilli(sequence),
        "carryover/v1/c/d/up/heart-rate",
        "application/json",
        payload,
        "identity-" + sequence,
        "digest-" + sequence,
        "p",
        List.of());
  }
}
