package health.carryover.analysis.event;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event with the second clock: when it became known, from where, and as which revision.
 *
 * @param event what happened
 * @param device the device that sent it; absent when a person or a file did
 * @param receivedAt when it became known here
 * @param reportId the sender's id of the report: the same id with other content is a revision
 * @param boot names the sender's run of counting; absent: it counts in one run
 * @param sequence the sender's counter; a lower one never overwrites a higher one of the same
 *     device and boot; absent: the later received wins
 */
public record ReceivedEvent(
    PatientEvent event,
    @Nullable String device,
    Instant receivedAt,
    @Nullable String reportId,
    @Nullable String boot,
    @Nullable Long sequence) {

  /** Whether the counters of both say which is newer: two runs of counting do not compare. */
  public boolean countsTogetherWith(ReceivedEvent other) {
    return sequence != null
        && other.sequence != null
        && Objects.equals(device, other.device)
        && Objects.equals(boot, other.boot);
  }
}
