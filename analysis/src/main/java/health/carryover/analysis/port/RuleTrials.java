package health.carryover.analysis.port;

import health.carryover.analysis.TrialSetting;
import health.carryover.analysis.WhatIf;
import java.util.Map;

/** Asks what other rules would have made of a patient's past. Any thread; takes its time. */
public interface RuleTrials {

  /**
   * Replays everything that became known of the patient, up to now.
   *
   * @param values what differs from the rules in use, each {@link TrialSetting#allows allowed}
   * @throws StoreUnavailableException if the journal cannot be read now
   */
  WhatIf tryOut(String patient, Map<TrialSetting, Double> values);
}
