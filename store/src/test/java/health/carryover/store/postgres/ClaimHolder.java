package health.carryover.store.postgres;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A process of its own that appends to the journal until it is killed, and prints each sequence.
 */
final class ClaimHolder {
  private ClaimHolder() {}

  /** Arguments: URL, user and password of the database. */
  public static void main(String[] arguments) {
    try (PostgresStore store =
        PostgresStore.open(new PostgresAddress(arguments[0], arguments[1], arguments[2]))) {
      while (true) {
        long next = store.journal().lastSequence() + 1;
        store.journal().append(List.of(entry("id-" + next)));
        System.out.println(next);
      }
    }
  }

  static JournalEntry entry(String identity) {
    return new JournalEntry(
        Instant.EPOCH,
        "carryover/v1/c/d/up/heart-rate",
        "application/json",
        identity.getBytes(StandardCharsets.UTF_8),
        identity,
        "digest of " + identity,
        "p",
        List.<Rejection>of());
  }
}
