package health.carryover.analysis.response;

import org.jspecify.annotations.Nullable;

/**
 * Usual pain at a time of day without a session, the preferred baseline of evening and morning:
 * stiffness in the morning and build-up in the evening are normal in some conditions.
 *
 * @param evening usual evening pain; absent with too few values
 * @param nextMorning usual morning pain; absent with too few values
 */
public record UsualPain(@Nullable Double evening, @Nullable Double nextMorning) {

  /** Nothing is known: the start of the session is the baseline. */
  public static final UsualPain UNKNOWN = new UsualPain(null, null);

  private static final int DAYS = 7;
  private static final int FEWEST_VALUES = 4;

  /** Checks the range. */
  public UsualPain {
    PainScores.require(evening);
    PainScores.require(nextMorning);
  }

  /**
   * From the scores of the same slot on the last days without a session.
   *
   * @param evenings at most the last 7, in any order
   * @param mornings at most the last 7, in any order
   * @throws IllegalArgumentException when more than 7 are given
   */
  public static UsualPain ofRestDays(double[] evenings, double[] mornings) {
    return new UsualPain(medianOrAbsent(evenings), medianOrAbsent(mornings));
  }

  private static @Nullable Double medianOrAbsent(double[] scores) {
    if (scores.length > DAYS) {
      throw new IllegalArgumentException("usual pain looks back 7 days");
    }
    return scores.length < FEWEST_VALUES ? null : (Double) PainScores.median(scores);
  }
}
