package health.carryover.analysis;

import health.carryover.analysis.AssessmentBuilder.Finality;
import health.carryover.analysis.TrackedSession.FlareContext;
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
import health.carryover.analysis.guidance.AgreedAmount;
import health.carryover.analysis.mechanism.Mechanism;
import health.carryover.analysis.mechanism.MechanismScore;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.Background.Share;
import health.carryover.analysis.profile.Profile;
import health.carryover.analysis.response.ResponsePattern;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.session.SessionHeartRate;
import health.carryover.analysis.tolerance.ToleratedLoad;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is found about a session that is over. Pure; made once for an evaluation.
 *
 * @param point what the tolerance filter says of it; null for a duplicate
 * @param mechanisms null where no explanation is called for
 * @param background what it shows beside the patient's earlier sessions
 * @param flare what other sessions say of its flare
 * @param agreed about the amount, as it holds until the next session
 */
record SessionFindings(
    String patient,
    View view,
    SessionHeartRate heartRate,
    @Nullable CoursePoint point,
    @Nullable MechanismScore mechanisms,
    SessionBackground background,
    FlareContext flare,
    AgreedAmount agreed,
    PatientFacts facts,
    RuleSettings rules) {

  static SessionFindings of(
      String patient,
      View view,
      ToleranceCourse course,
      SessionTimeline timeline,
      PatientFacts facts,
      RuleSettings rules) {
    CoursePoint point = pointOf(view, course);
    SessionHistory history = timeline.history();
    SessionBackground background =
        SessionBackground.of(view, point, history, timeline.derivation(), facts, rules);
    return new SessionFindings(
        patient,
        view,
        Objects.requireNonNull(view.heartRate()),
        point,
        point == null ? null : mechanisms(view, point, background, history, facts, rules),
        background,
        history.flareContext(view, course),
        agreed(view, timeline, facts),
        facts,
        rules);
  }

  /** A suggestion is for the next session: it keeps to what is agreed by then. */
  private static AgreedAmount agreed(View view, SessionTimeline timeline, PatientFacts facts) {
    Instant start = view.assembled().start();
    Instant next =
        timeline.views().stream()
            .map(other -> other.assembled().start())
            .filter(other -> other.isAfter(start))
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
    Profile profile = facts.profiles.at(next);
    return new AgreedAmount(profile.loadLimit(), profile.progression());
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
      View view,
      CoursePoint point,
      SessionBackground background,
      SessionHistory history,
      PatientFacts facts,
      RuleSettings rules) {
    ResponsePattern pattern = view.response().pattern();
    boolean calledFor =
        pattern == ResponsePattern.RELIEF_THEN_REBOUND
            || pattern == ResponsePattern.FLARE_WITHOUT_RELIEF
            || pattern == ResponsePattern.RELIEF_NOT_CARRIED_OVER;
    if (!calledFor) {
      return null;
    }
    return MechanismScore.of(
        rules.mechanisms(),
        MechanismEvidence.of(
            view,
            point,
            background.template().fatigue(),
            background.resting(),
            facts.recovery,
            history.startsBefore(view.assembled().start())));
  }

  Assessment assessment(SessionConcerns concerns, Finality finality) {
    return AssessmentBuilder.build(patient, this, concerns, finality);
  }

  /** The load in the patient's currency, or null. */
  @Nullable Double load() {
    return loadOf(view);
  }

  /** The load of a session that is over, in the patient's currency, or null. */
  static @Nullable Double loadOf(View view) {
    SessionHeartRate heartRate = view.heartRate();
    if (heartRate == null) {
      return null;
    }
    AssembledSession session = view.assembled();
    return switch (view.basis().currency()) {
      case BANISTER_TRIMP -> heartRate.load().banister();
      case EDWARDS -> heartRate.load().edwards();
      case SESSION_RPE ->
          new SessionLoads(heartRate, session.rpe(), session.activeMinutes()).sessionRpe();
    };
  }

  SessionLoads loads() {
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

  /** Flares in a row up to this session; 0 unless one followed it. */
  int flaresInRow() {
    return Boolean.TRUE.equals(view.response().flare())
        ? Math.max(1, point == null ? 0 : point.flaresInRow())
        : 0;
  }

  /**
   * What is to be said of it now.
   *
   * @param session where what was searched for before is kept
   */
  List<AlertClaim> claims(Instant now, TrackedSession session) {
    Double load = load();
    Double tolerated = toleratedLoad();
    Instant end = view.assembled().end();
    Optional<HeartRateSeries> series =
        Optional.ofNullable(heartRate.device()).map(facts.readings::get);
    double near = rules.nearShare();
    Instant exceededAt =
        load != null && tolerated != null && load > tolerated
            ? crossing(session, series, tolerated).orElse(end)
            : null;
    Instant approachedAt =
        load != null && tolerated != null && load >= near * tolerated
            ? crossing(session, series, near * tolerated).orElse(end)
            : null;
    Double ceiling = view.profile().ceilingBpm();
    Instant ceilingAt =
        ceiling == null
            ? null
            : series
                .flatMap(s -> HeartRateCeiling.exceededAt(ceiling, s, view.assembled().active()))
                .orElse(null);
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
            view.flareAt(),
            view.answers().state(PainSlot.EVENING),
            view.answers().state(PainSlot.NEXT_MORNING),
            view.diary().windows().recallEndsAt(),
            worstPain(),
            switch (background.zone().level()) {
              case ABOVE -> PainZone.ABOVE;
              case EXCEEDED -> PainZone.EXCEEDED;
              case UNKNOWN, SAFE, ACCEPTABLE -> PainZone.ACCEPTABLE;
            },
            ceiling,
            ceilingAt,
            heartRate.load().coverage(),
            mechanisms != null
                    && mechanisms.leading().equals(Optional.of(Mechanism.INCOMPLETE_RECOVERY))
                ? Leading.RECOVERY
                : Leading.OTHER,
            flare.settledLater() ? Later.SETTLED : Later.OPEN,
            flaresInRow(),
            explainedBy(),
            AssessmentBuilder.completeness(this)),
        rules.urgentProbability());
  }

  /** Where another session explains the flare better than this one; null where this one does. */
  private SessionSituation.@Nullable Explanation explainedBy() {
    if (flare.attribution().isEmpty()) {
      return null;
    }
    Share first = flare.attribution().get(0);
    return first.session().equals(view.assembled().session())
        ? null
        : new SessionSituation.Explanation(first.session(), first.share());
  }

  private Optional<Instant> crossing(
      TrackedSession session, Optional<HeartRateSeries> series, double limit) {
    return session.passedAt(
        heartRate,
        view.basis(),
        limit,
        () ->
            series.flatMap(
                s -> LoadCrossing.above(limit, s, view.assembled().active(), view.basis())));
  }

  private @Nullable Double worstPain() {
    Double during = SessionBackground.worstDuring(view);
    Double after = view.answers().scores().after();
    if (during == null || after == null) {
      return during == null ? after : during;
    }
    return (Double) Math.max(during, after);
  }
}
