package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CoursePoint;
import health.carryover.analysis.diary.Aftermath;
import health.carryover.analysis.guidance.SessionGuidance;
import health.carryover.analysis.guidance.SessionGuidance.Break;
import health.carryover.analysis.guidance.SessionGuidance.Dependence;
import health.carryover.analysis.guidance.SessionGuidance.DoseRule;
import health.carryover.analysis.guidance.SessionGuidance.Situation;
import health.carryover.analysis.guidance.SessionGuidance.Soreness;
import health.carryover.analysis.load.HeartRateLoad;
import health.carryover.analysis.mechanism.Mechanism;
import health.carryover.analysis.mechanism.MechanismScore;
import health.carryover.analysis.mechanism.Question;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.Background;
import health.carryover.analysis.response.PainResponse;
import health.carryover.analysis.response.PainSlots;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.tolerance.ToleratedLoad;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts together what is said of a session that is over. Pure. */
final class AssessmentBuilder {
  private static final double FULL_COVERAGE = 0.8;
  private static final double MOSTLY = 0.5;

  private AssessmentBuilder() {}

  /** The assessment, as revision 0 known at the epoch. */
  static Assessment build(
      String patient, SessionFindings found, SessionConcerns concerns, Finality finality) {
    View view = found.view();
    AssembledSession session = view.assembled();
    HeartRateLoad measured = found.heartRate().load();
    PainResponse response = view.response();
    CoursePoint point = found.point();
    MechanismScore mechanisms = found.mechanisms();
    Assessment.Load load = AssessedLoad.of(view, found.loads());
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
        pain(view),
        view.answers().states(),
        response.relief(),
        response.rebound(),
        response.carryOver(),
        response.flare(),
        response.pattern().code(),
        point == null ? null : tolerance(point),
        mechanisms == null ? null : mechanisms(mechanisms),
        point == null ? null : guidance(found, load, point, concerns),
        completeness(found),
        background(found));
  }

  private static Assessment.Pain pain(View view) {
    PainSlots scores = view.answers().scores();
    Aftermath later = view.aftermath();
    return new Assessment.Pain(
        scores.before(),
        scores.during(),
        scores.after(),
        scores.evening(),
        scores.nextMorning(),
        SessionBackground.worstDuring(view),
        later.after24Hours(),
        later.after48Hours());
  }

  private static Background background(SessionFindings found) {
    View view = found.view();
    boolean flare = view.flareAt() != null && found.point() != null;
    return new Background(
        found.background().signals(view),
        found.background().context(),
        found.background().monitoring(view),
        flare ? found.flare().attribution() : null);
  }

  /** Whether anything can still change. */
  enum Finality {
    OPEN,
    FINAL
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
      SessionFindings found, Assessment.Load load, CoursePoint point, SessionConcerns concerns) {
    return found
        .agreed()
        .within(SessionGuidance.after(situation(found, load, point, concerns)), load.value());
  }

  private static Situation situation(
      SessionFindings found, Assessment.Load load, CoursePoint point, SessionConcerns concerns) {
    boolean flare = found.flaresInRow() > 0;
    return new Situation(
        found.view().response().pattern(),
        load.value(),
        point.cleanSessions(),
        found.flaresInRow(),
        flare ? point.reducedFlares() : 0,
        point.next(),
        point.loadIndependent() >= MOSTLY ? Dependence.NOT_ON_LOAD : Dependence.ON_LOAD,
        found.background().zone().level(),
        switch (found.background().rule()) {
          case TWENTY_FOUR_HOURS -> DoseRule.LOWER;
          case PAIN_MONITORING_MODEL -> DoseRule.HOLD;
        },
        found.view().aftermath().likelySoreness() ? Soreness.LIKELY : Soreness.NOT_LIKELY,
        point.afterBreak() ? Break.BEFORE : Break.NONE,
        concerns.concern(),
        concerns.redFlags());
  }

  /** Half what the load rests on, half the questions due that were answered. */
  static double completeness(SessionFindings found) {
    double measured =
        found.load() == null
            ? 0
            : switch (found.view().basis().currency()) {
              case SESSION_RPE -> 1;
              case BANISTER_TRIMP, EDWARDS ->
                  Math.min(1, found.heartRate().load().coverage() / FULL_COVERAGE);
            };
    return (measured + found.view().answers().answeredShare()) / 2;
  }
}
