package health.carryover.analysis.port;

import health.carryover.analysis.event.ProfileChange;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The way in for events that do not come from a device: they take the same way through the journal.
 * Any thread.
 */
public interface Intake {

  /**
   * Journals a change of profile and hands it to the patient's monitor.
   *
   * @return completes when it is durable; fails with {@link StoreUnavailableException} if it cannot
   *     be
   */
  default CompletionStage<Void> profile(String clinic, String patient, ProfileChange change) {
    // Back to earlier values at the same instant is a new wish, not a copy of the old one.
    return profile(clinic, patient, UUID.randomUUID().toString(), change);
  }

  /**
   * The same under a name: what was journalled under the same name of the patient counts once.
   *
   * @param id 1 to 128 printable ASCII characters
   */
  CompletionStage<Void> profile(String clinic, String patient, String id, ProfileChange change);
}
