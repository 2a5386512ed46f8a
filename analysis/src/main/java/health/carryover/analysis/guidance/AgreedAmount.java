package health.carryover.analysis.guidance;

import health.carryover.analysis.event.ProfileChange.Progression;
import health.carryover.analysis.outcome.Assessment.Guidance;
import org.jspecify.annotations.Nullable;

/**
 * What clinician and patient agreed about the amount. A suggestion never goes beyond it; where it
 * would, it says that the agreement is why. What is for a clinician to see first stays as it is.
 *
 * @param loadLimit the largest load of a session, in the patient's currency, or null
 */
public record AgreedAmount(@Nullable Double loadLimit, Progression progression) {
  private static final String REVIEW = "clinician-review";
  private static final String PROGRESS = "progress";
  private static final String HOLD = "hold";
  private static final String REDUCE = "reduce-volume";

  /**
   * {@code advised} within the agreement.
   *
   * @param load of the session after which it is advised, or null
   */
  public Guidance within(Guidance advised, @Nullable Double load) {
    if (advised.action().equals(REVIEW)) {
      return advised;
    }
    Guidance held =
        progression == Progression.HELD && advised.action().equals(PROGRESS)
            ? with(advised, HOLD, 0.0, load, PatientText.HOLD_AGREED.english())
            : advised;
    Double limit = loadLimit;
    if (limit == null) {
      return held;
    }
    Double most = held.nextLoadMax();
    if (most != null && most <= limit) {
      return held;
    }
    if (load == null) {
      return with(held, held.action(), held.volumeChange(), limit, held.text());
    }
    double change = limit / load - 1;
    if (held.action().equals(REDUCE)) {
      Double advisedChange = held.volumeChange();
      double less = advisedChange == null ? change : Math.min(advisedChange, change);
      return with(held, REDUCE, less, limit, held.text());
    }
    if (change < 0) {
      return with(held, REDUCE, change, limit, PatientText.REDUCE_TO_AGREED.english());
    }
    return held.action().equals(PROGRESS) && change > 0
        ? with(held, PROGRESS, change, limit, held.text())
        : with(held, HOLD, 0.0, limit, PatientText.HOLD_AGREED.english());
  }

  private static Guidance with(
      Guidance from,
      String action,
      @Nullable Double volumeChange,
      @Nullable Double nextLoadMax,
      String text) {
    return new Guidance(action, volumeChange, from.frequency(), nextLoadMax, text, from.urgency());
  }
}
