package health.carryover.analysis.diary;

import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.outcome.Assessment.SlotState;
import health.carryover.analysis.response.FlareSign;
import health.carryover.analysis.response.PainSlots;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answers that belong to one session.
 *
 * @param scores pain at the five moments
 * @param states what became of each question
 * @param signs what makes it a flare whatever the scores say
 * @param recalled whether an evening or morning answer that counts came from memory
 * @param worstLaterAt when the worst pain of evening and next morning was told, or null
 */
public record SlotAnswers(
    PainSlots scores,
    Map<PainSlot, SlotState> states,
    Set<FlareSign> signs,
    boolean recalled,
    @Nullable Instant worstLaterAt) {

  /** The state of one of the five questions. */
  public SlotState state(PainSlot slot) {
    SlotState state = states.get(slot);
    return state == null ? SlotState.NOT_DUE : state;
  }

  /** Share of the questions due by now that were answered; 1 while none is due. */
  public double answeredShare() {
    int due = 0;
    int answered = 0;
    for (SlotState state : states.values()) {
      due += state == SlotState.NOT_DUE ? 0 : 1;
      answered += state == SlotState.ANSWERED || state == SlotState.LATE ? 1 : 0;
    }
    return due == 0 ? 1 : (double) answered / due;
  }
}
