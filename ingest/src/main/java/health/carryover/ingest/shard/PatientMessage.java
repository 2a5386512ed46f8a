package health.carryover.ingest.shard;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.port.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one journal entry means for its patient.
 *
 * @param sequence of the entry in the journal
 * @param patient whose it is
 * @param receivedAt of the entry
 * @param events at least one
 * @param heartRateAlone whether the entry is of heart rate, all of which can be used: it is kept as
 *     long as others like it
 */
public record PatientMessage(
    long sequence,
    String patient,
    Instant receivedAt,
    List<ReceivedEvent> events,
    boolean heartRateAlone) {
  public PatientMessage {
    events = List.copyOf(events);
  }

  /** The readings in it, or empty if it has none or nobody knows the device. */
  public Optional<Telemetry.Block> heartRate() {
    for (ReceivedEvent event : events) {
      if (event.event() instanceof HeartRateSamples samples && event.device() != null) {
        long[] at = new long[samples.size()];
        float[] bpm = new float[samples.size()];
        for (int i = 0; i < at.length; i++) {
          at[i] = samples.atMillis(i);
          bpm[i] = samples.bpm(i);
        }
        return Optional.of(new Telemetry.Block(sequence, patient, event.device(), at, bpm));
      }
    }
    return Optional.empty();
  }
}
