package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CoursePoint;
import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.diary.SlotAnswers;
import health.carryover.analysis.guidance.SessionGuidance;
import health.carryover.analysis.guidance.SessionGuidance.Dependence;
import health.carryover.analysis.guidance.SessionGuidance.Safety;
import health.carryover.analysis.guidance.SessionGuidance.Situation;
import health.carryover.analysis.load.HeartRateLoad;
import health.carryover.analysis.mechanism.Mechanism;
import health.carryover.analysis.mechanism.MechanismScore;
import health.carryover.analysis.mechanism.Question;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.response.PainResponse;
import health.carryover.analysis.response.PainSlots;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.SessionHeartRate;
import health.carryover.analysis.tolerance.ToleratedLoad;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts together what is said of a session that is over. Pure. */
final class AssessmentBuilder {
  private static final double FULL_COVERAGE = 0.8;
  private static final double MOSTLY = 0.5;

  private AssessmentBuilder() {}

  /**
   * The assessment, as revision 0 known at the epoch.
   *
   * @param point what the tolerance filter says, or null for a duplicate
   * @param mechanisms or null where no explanation is called for
   */
  static Assessment build(
      String patient,
      View view,
      SessionHeartRate heartRate,
      @Nullable CoursePoint point,
      @Nullable MechanismScore mechanisms,
      Safety safety,
      Finality finality) {
    AssembledSession session = view.assembled();
    HeartRateLoad measured = heartRate.load();
    PainResponse response = view.response();
    PainSlots scores = view.answers().scores();
    SessionLoads loads = new SessionLoads(heartRate, session.rpe(), session.activeMinutes());
    Assessment.Load load = load(view, loads);
    return new Assessment(
        patient,
        session.session(),
        0,
        finality == Finality.FINAL,
        Instant.EPOCH,
        session.start(),
        session.end(),
        view.duplicateOf(),
        session.activeMinutes(),
        measured.timeWeightedMeanBpm(),
        measured.maxBpm(),
        measured.coverage(),
        load,
        new Assessment.Pain(
            scores.before(),
            scores.during(),
            scores.after(),
            scores.evening(),
            scores.nextMorning()),
        view.answers().states(),
        response.relief(),
        response.rebound(),
        response.carryOver(),
        response.flare(),
        response.pattern().code(),
        point == null ? null : tolerance(point),
        mechanisms == null ? null : mechanisms(mechanisms),
        point == null ? null : guidance(response, load, point, safety),
        completeness(view, loads, view.answers()));
  }

  /** Whether anything can still change. */
  enum Finality {
    OPEN,
    FINAL
  }

  private static Assessment.Load load(View view, SessionLoads loads) {
    HeartRateLoad measured = loads.heartRate().load();
    Double sessionRpe = loads.sessionRpe();
    String quality = measured.quality().name().toLowerCase(Locale.ROOT);
    return switch (view.basis().currency()) {
      case BANISTER_TRIMP ->
          loadOf(view, measured.formula(), measured.banister(), quality, measured, sessionRpe);
      case EDWARDS ->
          loadOf(view, "edwards-1993", measured.edwards(), quality, measured, sessionRpe);
      case SESSION_RPE ->
          loadOf(
              view,
              "foster-1998-session-rpe",
              sessionRpe,
              sessionRpe == null ? "insufficient" : "good",
              measured,
              sessionRpe);
    };
  }

  private static Assessment.Load loadOf(
      View view,
      String formula,
      @Nullable Double value,
      String quality,
      HeartRateLoad measured,
      @Nullable Double sessionRpe) {
    return new Assessment.Load(
        view.basis().currency(),
        formula,
        value,
        quality,
        measured.banister(),
        measured.edwards(),
        sessionRpe);
  }

  private static Assessment.@Nullable Tolerance tolerance(CoursePoint point) {
    ToleratedLoad after = point.toleratedAfter();
    if (after == null) {
      return null;
    }
    return new Assessment.Tolerance(
        point.risk() == null ? null : (Double) point.risk().probability(),
        point.risk() == null ? null : (Double) point.risk().low(),
        point.risk() == null ? null : (Double) point.risk().high(),
        point.overTolerance(),
        point.loadIndependent(),
        after.low(),
        after.median(),
        after.high(),
        after.acceptable(),
        point.completeSessions(),
        point.enoughAfter());
  }

  private static Assessment.Mechanisms mechanisms(MechanismScore score) {
    return new Assessment.Mechanisms(
        score.probability(Mechanism.LOAD_TOLERANCE_EXCEEDED),
        score.probability(Mechanism.DECONDITIONING_FATIGUE),
        score.probability(Mechanism.SENSITIVITY_REBOUND),
        score.probability(Mechanism.INCOMPLETE_RECOVERY),
        score.leadingCode(),
        score.used(),
        score.questions().stream().map(Question::code).toList());
  }

  private static Assessment.Guidance guidance(
      PainResponse response, Assessment.Load load, CoursePoint point, Safety safety) {
    return SessionGuidance.after(
        new Situation(
            response.pattern(),
            load.value(),
            point.cleanSessions(),
            point.next(),
            point.loadIndependent() >= MOSTLY ? Dependence.NOT_ON_LOAD : Dependence.ON_LOAD,
            safety));
  }

  /** Half what the load rests on, half the questions due that were answered. */
  static double completeness(View view, SessionLoads loads, SlotAnswers answers) {
    double measured =
        switch (view.basis().currency()) {
          case SESSION_RPE -> loads.rpe() == null ? 0 : 1;
          case BANISTER_TRIMP, EDWARDS ->
              Math.min(1, loads.heartRate().load().coverage() / FULL_COVERAGE);
        };
    return (measured + answers.answeredShare()) / 2;
  }
}
