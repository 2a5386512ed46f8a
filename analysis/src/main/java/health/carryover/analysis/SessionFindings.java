package health.carryover.analysis;

import health.carryover.analysis.AssessmentBuilder.Finality;
import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.alert.AlertClaim;
import health.carryover.analysis.alert.SessionAlertRules;
import health.carryover.analysis.alert.SessionSituation;
import health.carryover.analysis.alert.SessionSituation.Knowledge;
import health.carryover.analysis.alert.SessionSituation.Later;
import health.carryover.analysis.alert.SessionSituation.Leading;
import health.carryover.analysis.alert.SessionSituation.PainZone;
import health.carryover.analysis.alert.SessionSituation.Phase;
import health.carryover.analysis.course.CoursePoint;
import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.course.ToleranceCourse;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.guidance.SessionGuidance.Safety;
import health.carryover.analysis.mechanism.Evidence;
import health.carryover.analysis.mechanism.LikelihoodTable;
import health.carryover.analysis.mechanism.Mechanism;
import health.carryover.analysis.mechanism.MechanismScore;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.response.PainMonitoring;
import health.carryover.analysis.response.ResponsePattern;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.session.SessionHeartRate;
import health.carryover.analysis.tolerance.ToleratedLoad;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is found about a session that is over. Pure; made for one evaluation.
 *
 * @param point what the tolerance filter says of it; null for a duplicate
 * @param mechanisms null where no explanation is called for
 */
record SessionFindings(
    String patient,
    View view,
    SessionHeartRate heartRate,
    @Nullable CoursePoint point,
    @Nullable MechanismScore mechanisms,
    SessionTimeline timeline,
    PatientFacts facts) {

  static SessionFindings of(
      String patient,
      View view,
      ToleranceCourse course,
      SessionTimeline timeline,
      PatientFacts facts) {
    CoursePoint point = pointOf(view, course);
    return new SessionFindings(
        patient,
        view,
        Objects.requireNonNull(view.heartRate()),
        point,
        point == null ? null : mechanisms(view, point, timeline, facts),
        timeline,
        facts);
  }

  private static @Nullable CoursePoint pointOf(View view, ToleranceCourse course) {
    if (view.course() == null) {
      return null;
    }
    for (int i = course.size() - 1; i >= 0; i--) {
      if (course.session(i).session().equals(view.assembled().session())) {
        return course.point(i);
      }
    }
    return null;
  }

  private static @Nullable MechanismScore mechanisms(
      View view, CoursePoint point, SessionTimeline timeline, PatientFacts facts) {
    ResponsePattern pattern = view.response().pattern();
    boolean calledFor =
        pattern == ResponsePattern.RELIEF_THEN_REBOUND
            || pattern == ResponsePattern.FLARE_WITHOUT_RELIEF
            || pattern == ResponsePattern.RELIEF_NOT_CARRIED_OVER;
    if (!calledFor) {
      return null;
    }
    Instant start = view.assembled().start();
    return MechanismScore.of(
        LikelihoodTable.standard(),
        MechanismEvidence.of(
            start,
            view.response(),
            point,
            Evidence.State.UNKNOWN,
            facts.recovery,
            timeline.startsBefore(start)));
  }

  Assessment assessment(Safety safety, Finality finality) {
    return AssessmentBuilder.build(patient, view, heartRate, point, mechanisms, safety, finality);
  }

  /** The load in the patient's currency, or null. */
  @Nullable Double load() {
    return switch (view.basis().currency()) {
      case BANISTER_TRIMP -> heartRate.load().banister();
      case EDWARDS -> heartRate.load().edwards();
      case SESSION_RPE -> loads().sessionRpe();
    };
  }

  private SessionLoads loads() {
    return new SessionLoads(heartRate, view.assembled().rpe(), view.assembled().activeMinutes());
  }

  /** What was tolerated that day, before the outcome, or null. */
  @Nullable Double toleratedLoad() {
    ToleratedLoad before = point == null ? null : point.toleratedBefore();
    return before == null ? null : before.acceptable();
  }

  /** Probability of a flare after the load, before the outcome, or null. */
  @Nullable Double probability() {
    return point == null || point.risk() == null ? null : (Double) point.risk().probability();
  }

  List<AlertClaim> claims(Instant now) {
    Double load = load();
    Double tolerated = toleratedLoad();
    Instant end = view.assembled().end();
    Optional<HeartRateSeries> series =
        Optional.ofNullable(heartRate.device()).map(facts.readings::get);
    Instant exceededAt =
        load != null && tolerated != null && load > tolerated
            ? crossing(series, tolerated).orElse(end)
            : null;
    Instant approachedAt =
        load != null && tolerated != null && load >= SessionAlertRules.NEAR * tolerated
            ? crossing(series, SessionAlertRules.NEAR * tolerated).orElse(end)
            : null;
    Double ceiling = view.profile().ceilingBpm();
    Instant ceilingAt =
        ceiling == null
            ? null
            : series
                .flatMap(s -> HeartRateCeiling.exceededAt(ceiling, s, view.assembled().active()))
                .orElse(null);
    Double worst = worstPain();
    return SessionAlertRules.claims(
        new SessionSituation(
            view.assembled().session(),
            Phase.OVER,
            end,
            now,
            load,
            tolerated,
            point != null && point.enoughBefore() ? Knowledge.ENOUGH : Knowledge.NOT_ENOUGH,
            probability(),
            exceededAt,
            approachedAt,
            view.response().flare(),
            view.response().rebound(),
            flareAt(end),
            view.answers().state(PainSlot.EVENING),
            view.answers().state(PainSlot.NEXT_MORNING),
            view.diary().windows().recallEndsAt(),
            worst,
            worst != null && worst > PainMonitoring.standard().acceptableTo()
                ? PainZone.ABOVE
                : PainZone.ACCEPTABLE,
            ceiling,
            ceilingAt,
            heartRate.load().coverage(),
            mechanisms != null
                    && mechanisms.leading().equals(Optional.of(Mechanism.INCOMPLETE_RECOVERY))
                ? Leading.RECOVERY
                : Leading.OTHER,
            timeline.settledAfter(view) ? Later.SETTLED : Later.OPEN,
            AssessmentBuilder.completeness(view, loads(), view.answers())));
  }

  private Optional<Instant> crossing(Optional<HeartRateSeries> series, double limit) {
    return series.flatMap(
        s -> LoadCrossing.above(limit, s, view.assembled().active(), view.basis()));
  }

  private @Nullable Instant flareAt(Instant end) {
    if (!Boolean.TRUE.equals(view.response().flare())) {
      return null;
    }
    Instant told = view.answers().worstLaterAt();
    return told == null ? end : told;
  }

  private @Nullable Double worstPain() {
    Double during = view.answers().scores().during();
    Double after = view.answers().scores().after();
    if (during == null || after == null) {
      return during == null ? after : during;
    }
    return (Double) Math.max(during, after);
  }
}
