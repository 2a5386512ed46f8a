package health.carryover.ingest.journal;

import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.ingest.codec.Decoded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Messages of one commit, in order: how they came, how they were understood, and what the journal
 * answered.
 */
record DurableGroup(List<Arrival> arrivals, List<Understood> understood, List<Appended> results) {

  /**
   * A message that was understood.
   *
   * @param observedAt its newest heart rate by its device's own clock, or empty
   */
  record Understood(JournalEntry entry, Decoded decoded, Optional<Instant> observedAt) {}
}
