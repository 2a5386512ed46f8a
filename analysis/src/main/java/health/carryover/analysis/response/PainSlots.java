package health.carryover.analysis.response;

import org.jspecify.annotations.Nullable;

/**
 * Pain around one session, 0 to 10 each; absent where not answered.
 *
 * @param before at the start
 * @param during the lowest during the session
 * @param after right after it
 * @param evening later that day
 * @param nextMorning the next morning
 */
public record PainSlots(
    @Nullable Double before,
    @Nullable Double during,
    @Nullable Double after,
    @Nullable Double evening,
    @Nullable Double nextMorning) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException when a score is outside 0..10
   */
  public PainSlots {
    PainScores.require(before);
    PainScores.require(during);
    PainScores.require(after);
    PainScores.require(evening);
    PainScores.require(nextMorning);
  }
}
