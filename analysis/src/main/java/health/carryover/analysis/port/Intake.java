package health.carryover.analysis.port;

import health.carryover.analysis.event.ProfileChange;
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
  CompletionStage<Void> profile(String clinic, String patient, ProfileChange change);
}
