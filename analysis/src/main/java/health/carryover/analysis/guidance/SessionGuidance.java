package health.carryover.analysis.guidance;

import health.carryover.analysis.outcome.Assessment.Guidance;
import health.carryover.analysis.response.ConditionMonitoring.Level;
import health.carryover.analysis.response.ResponsePattern;
import health.carryover.analysis.safety.SafetyCodes;
import health.carryover.analysis.safety.Urgency;
import health.carryover.analysis.tolerance.NextLoad;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one suggestion after a session. In this order: what a clinician must see first; volume is cut
 * first and frequency kept; intensity is cut when a flare followed the shorter session too; a third
 * flare in a row goes to the clinician; more comes only after two calm sessions. Never "stop
 * exercising".
 *
 * <p>Numbers are product choices; that volume is cut first while frequency and intensity stay
 * follows Spiering et al. 2021 (J Strength Cond Res 35:1449) and Mujika and Padilla 2000.
 */
public final class SessionGuidance {
  private static final String KEEP = "keep";
  private static final String REVIEW = "clinician-review";
  private static final double SMALLEST_CUT = 0.2;
  private static final double LARGEST_CUT = 0.5;
  private static final double SMALL_STEP = 0.05;
  private static final int CLEAN_SESSIONS = 2;
  private static final int FLARES_TO_REVIEW = 3;

  private SessionGuidance() {}

  /**
   * What is known when the suggestion is made.
   *
   * @param load of the session, in the patient's currency, or null
   * @param cleanSessions complete ones without a flare in a row, up to this one
   * @param flaresInRow sessions with a flare in a row, up to this one
   * @param reducedFlares how many of them came although the load was below that of the flare before
   * @param next what the tolerance model says, or null without a load
   * @param loadIndependent whether flares seem to come whatever the load
   * @param zone where the pain-monitoring rule of the condition puts the session
   * @param rule that rule
   * @param soreness whether the pain afterwards is probably muscle soreness
   * @param afterBreak whether it was the first session after a break
   * @param concern what a clinician must see first
   * @param redFlags codes of the safety answers that hold back advice, empty without any
   */
  public record Situation(
      ResponsePattern pattern,
      @Nullable Double load,
      int cleanSessions,
      int flaresInRow,
      int reducedFlares,
      @Nullable NextLoad next,
      Dependence loadIndependent,
      Level zone,
      DoseRule rule,
      Soreness soreness,
      Break afterBreak,
      Concern concern,
      List<String> redFlags) {
    public Situation {
      redFlags = List.copyOf(redFlags);
    }
  }

  /** Whether flares follow the load. */
  public enum Dependence {
    ON_LOAD,
    NOT_ON_LOAD
  }

  /** What follows when pain has not settled in time. */
  public enum DoseRule {
    /** Less next time: the 24-hour rule. */
    LOWER,
    /** The same again: the pain-monitoring model. */
    HOLD
  }

  /** Whether pain afterwards is probably muscle soreness. */
  public enum Soreness {
    LIKELY,
    NOT_LIKELY
  }

  /** Whether a break came before. */
  public enum Break {
    BEFORE,
    NONE
  }

  /** What a clinician must see before any change. */
  public enum Concern {
    NONE,
    SEVERE_PAIN,
    UNSETTLED_FLARE
  }

  /** Decides. */
  public static Guidance after(Situation now) {
    if (!now.redFlags().isEmpty()) {
      return safety(now.redFlags());
    }
    if (now.concern() != Concern.NONE) {
      return now.concern() == Concern.SEVERE_PAIN
          ? review(PatientText.REVIEW_SEVERE, Urgency.SAME_DAY)
          : review(PatientText.REVIEW_UNSETTLED, Urgency.PROMPT);
    }
    return switch (now.pattern()) {
      case RELIEF_THEN_REBOUND -> afterFlare(now, PatientText.REDUCE_AFTER_RELIEF);
      case FLARE_WITHOUT_RELIEF -> afterFlare(now, PatientText.REDUCE_WITHOUT_RELIEF);
      case RELIEF_NOT_CARRIED_OVER -> byZone(now, hold(now, PatientText.HOLD_RELIEF_FADED));
      case CARRY_OVER, STABLE -> byZone(now, progressOrHold(now));
      case UNKNOWN ->
          now.flaresInRow() > 0
              ? afterFlare(now, PatientText.REDUCE_WITHOUT_RELIEF)
              : byZone(now, hold(now, PatientText.ANSWER_FIRST));
    };
  }

  private static Guidance safety(List<String> redFlags) {
    Urgency urgency = SafetyCodes.urgencyOf(redFlags);
    PatientText text =
        switch (urgency) {
          case EMERGENCY -> PatientText.SAFETY_EMERGENCY;
          case SAME_DAY -> PatientText.SAFETY;
          case PROMPT ->
              redFlags.contains(SafetyCodes.POST_EXERTIONAL_MALAISE)
                  ? PatientText.SAFETY_MALAISE
                  : PatientText.SAFETY_PROMPT;
        };
    return review(text, urgency);
  }

  private static Guidance review(PatientText text, Urgency urgency) {
    return new Guidance(REVIEW, null, KEEP, null, text.english(), urgency.code());
  }

  private static Guidance afterFlare(Situation now, PatientText text) {
    if (now.flaresInRow() >= FLARES_TO_REVIEW) {
      return review(PatientText.REVIEW_FLARES, Urgency.PROMPT);
    }
    if (now.loadIndependent() == Dependence.NOT_ON_LOAD) {
      return new Guidance("hold", null, KEEP, now.load(), PatientText.KEEP_GENTLE.english());
    }
    if (now.soreness() == Soreness.LIKELY) {
      return hold(now, PatientText.HOLD_SORENESS);
    }
    if (now.reducedFlares() > 0) {
      Double most = now.load() == null ? null : (Double) (now.load() * (1 - SMALLEST_CUT));
      return new Guidance(
          "reduce-intensity", 0.0, KEEP, most, PatientText.REDUCE_INTENSITY.english());
    }
    return reduce(now, text);
  }

  private static Guidance reduce(Situation now, PatientText text) {
    double change = -SMALLEST_CUT;
    Double most = now.load() == null ? null : (Double) (now.load() * (1 + change));
    if (now.next() instanceof NextLoad.Advised advised && advised.change() != null) {
      change = Math.max(-LARGEST_CUT, Math.min(-SMALLEST_CUT, advised.change()));
      most = most == null ? advised.loadMax() : (Double) Math.min(most, advised.loadMax());
    }
    return new Guidance("reduce-volume", change, KEEP, most, text.english());
  }

  /** Where pain broke the rule of the condition, more is not advised whatever the pattern says. */
  private static Guidance byZone(Situation now, Guidance otherwise) {
    return switch (now.zone()) {
      case ABOVE -> reduce(now, PatientText.REDUCE_PAIN_DURING);
      case EXCEEDED ->
          now.rule() == DoseRule.LOWER
              ? reduce(now, PatientText.REDUCE_NOT_SETTLED)
              : hold(now, PatientText.HOLD_NOT_SETTLED);
      case SAFE, ACCEPTABLE, UNKNOWN -> otherwise;
    };
  }

  private static Guidance hold(Situation now, PatientText text) {
    Double most = now.load();
    if (now.next() instanceof NextLoad.Advised advised) {
      most = most == null ? advised.loadMax() : (Double) Math.min(most, advised.loadMax());
    }
    return new Guidance("hold", 0.0, KEEP, most, text.english());
  }

  private static Guidance progressOrHold(Situation now) {
    if (now.afterBreak() == Break.BEFORE) {
      return hold(now, PatientText.RETURN_AFTER_BREAK);
    }
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
