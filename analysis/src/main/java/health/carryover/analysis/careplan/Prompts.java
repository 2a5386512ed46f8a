package health.carryover.analysis.careplan;

import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.response.PainWindows;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * When a patient is asked for evening and next morning after a session: at the times of the care
 * plan, in the patient's zone, within the windows of {@link PainWindows}.
 */
public final class Prompts {
  private Prompts() {}

  /**
   * The times of the two questions.
   *
   * @param plan as it holds when they are asked
   * @param end of the session
   */
  public static Map<PainSlot, Instant> of(CarePlan plan, Instant end) {
    PainWindows windows = PainWindows.of(end, end, plan.zone());
    Map<PainSlot, Instant> askAt = new EnumMap<>(PainSlot.class);
    askAt.put(
        PainSlot.EVENING,
        plan.eveningPrompt().map(windows::eveningPrompt).orElseGet(windows::eveningPrompt));
    askAt.put(
        PainSlot.NEXT_MORNING,
        plan.morningPrompt().map(windows::morningPrompt).orElseGet(windows::morningPrompt));
    return Collections.unmodifiableMap(askAt);
  }
}
