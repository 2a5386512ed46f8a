package health.carryover.ingest.shard;

import health.carryover.analysis.event.ReceivedEvent;
import java.time.Instant;
import java.util.List;

/**
 * What one journal entry means for its patient.
 *
 * @param sequence of the entry in the journal
 * @param patient whose it is
 * @param receivedAt of the entry
 * @param events at least one
 */
public record PatientMessage(
    long sequence, String patient, Instant receivedAt, List<ReceivedEvent> events) {
  public PatientMessage {
    events = List.copyOf(events);
  }
}
