package health.carryover.analysis.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with the second clock: when it became known, from where, and as which revision.
 *
 * @param event what happened
 * @param device the device that sent it; absent when a person or a file did
 * @param receivedAt when it became known here
 * @param reportId the sender's id of the report: the same id with other content is a revision
 * @param sequence the sender's counter; a lower one never overwrites a higher one; absent: the
 *     later received wins
 */
public record ReceivedEvent(
    PatientEvent event,
    @Nullable String device,
    Instant receivedAt,
    @Nullable String reportId,
    @Nullable Long sequence) {}
