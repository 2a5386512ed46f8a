package health.carryover.analysis.port;

import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.Decision;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.outcome.AlertChange;
import java.util.Map;
import java.util.Optional;

/**
 * What people did about alerts, kept for good. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface AlertActs {

  /**
   * Decides {@code request} on the alert as it stands and stores the act, in one durable
   * transaction: of two people who act at once, one is first and the other is told. A request whose
   * id was taken before for the same alert changes nothing.
   *
   * @return empty if there is no such alert
   */
  Optional<Answer> act(String alert, HandlingRequest request);

  /** Everything done about one alert; of an alert nobody touched, {@link AlertHandling#NONE}. */
  AlertHandling handling(String alert);

  /** The same for every alert whose condition stands and that somebody touched, by alert id. */
  Map<String, AlertHandling> ofOpen();

  /** The same for every alert of a patient that somebody touched, by alert id. */
  Map<String, AlertHandling> ofPatient(String patient);

  /** How often alerts of a kind were called useful and not; what was said last of each counts. */
  Map<AlertChange.Kind, Worth> worth();

  /**
   * @param handling as it stands after the request
   */
  record Answer(Decision decision, AlertHandling handling) {}

  /** How many alerts were called useful, and how many not. */
  record Worth(int useful, int notUseful) {}
}
