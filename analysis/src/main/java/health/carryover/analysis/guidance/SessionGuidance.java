package health.carryover.analysis.guidance;

import health.carryover.analysis.outcome.Assessment.Guidance;
import health.carryover.analysis.response.ResponsePattern;
import health.carryover.analysis.tolerance.NextLoad;
import org.jspecify.annotations.Nullable;

/**
 * The one suggestion after a session. Numbers are product choices; that volume is cut first while
 * frequency and intensity stay follows Spiering et al. 2021 (J Strength Cond Res 35:1449) and
 * Mujika and Padilla 2000.
 */
public final class SessionGuidance {
  private static final String KEEP = "keep";
  private static final double SMALLEST_CUT = 0.2;
  private static final double LARGEST_CUT = 0.5;
  private static final double SMALL_STEP = 0.05;
  private static final int CLEAN_SESSIONS = 2;

  private SessionGuidance() {}

  /**
   * What is known when the suggestion is made.
   *
   * @param load of the session, in the patient's currency, or null
   * @param cleanSessions without a flare in a row, up to this one
   * @param next what the tolerance model says, or null without a load
   * @param loadIndependent whether flares seem to come whatever the load
   * @param safety whether a red flag stands: then no exercise advice is given
   */
  public record Situation(
      ResponsePattern pattern,
      @Nullable Double load,
      int cleanSessions,
      @Nullable NextLoad next,
      Dependence loadIndependent,
      Safety safety) {}

  /** Whether flares follow the load. */
  public enum Dependence {
    ON_LOAD,
    NOT_ON_LOAD
  }

  /** Whether advice may be given at all. */
  public enum Safety {
    CLEAR,
    RED_FLAG
  }

  /** Decides. */
  public static Guidance after(Situation now) {
    if (now.safety() == Safety.RED_FLAG) {
      return new Guidance("clinician-review", null, KEEP, null, PatientText.SAFETY.english());
    }
    return switch (now.pattern()) {
      case RELIEF_THEN_REBOUND -> reduce(now, PatientText.REDUCE_AFTER_RELIEF);
      case FLARE_WITHOUT_RELIEF -> reduce(now, PatientText.REDUCE_WITHOUT_RELIEF);
      case RELIEF_NOT_CARRIED_OVER -> hold(now, PatientText.HOLD_RELIEF_FADED);
      case CARRY_OVER, STABLE -> progressOrHold(now);
      case UNKNOWN -> hold(now, PatientText.ANSWER_FIRST);
    };
  }

  private static Guidance reduce(Situation now, PatientText text) {
    if (now.loadIndependent() == Dependence.NOT_ON_LOAD) {
      return new Guidance("hold", null, KEEP, now.load(), PatientText.KEEP_GENTLE.english());
    }
    double change = -SMALLEST_CUT;
    Double most = now.load() == null ? null : (Double) (now.load() * (1 + change));
    if (now.next() instanceof NextLoad.Advised advised && advised.change() != null) {
      change = Math.max(-LARGEST_CUT, Math.min(-SMALLEST_CUT, advised.change()));
      most = advised.loadMax();
    }
    return new Guidance("reduce-volume", change, KEEP, most, text.english());
  }

  private static Guidance hold(Situation now, PatientText text) {
    Double most = now.load();
    if (now.next() instanceof NextLoad.Advised advised) {
      most = most == null ? advised.loadMax() : (Double) Math.min(most, advised.loadMax());
    }
    return new Guidance("hold", 0.0, KEEP, most, text.english());
  }

  private static Guidance progressOrHold(Situation now) {
    if (now.cleanSessions() < CLEAN_SESSIONS) {
      return hold(now, PatientText.HOLD_STEADY);
    }
    if (now.next() instanceof NextLoad.Advised advised) {
      return switch (advised.action()) {
        case PROGRESS ->
            new Guidance(
                "progress",
                advised.change(),
                KEEP,
                advised.loadMax(),
                PatientText.PROGRESS.english());
        case HOLD, REDUCE_VOLUME -> hold(now, PatientText.HOLD_STEADY);
      };
    }
    // Too little is known for the model: two calm sessions allow the smallest step by pain alone.
    return new Guidance(
        "progress",
        SMALL_STEP,
        KEEP,
        now.load() == null ? null : (Double) (now.load() * (1 + SMALL_STEP)),
        PatientText.PROGRESS.english());
  }
}
