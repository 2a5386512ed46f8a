package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.alert.AlertClaim;
import health.carryover.analysis.alert.SessionAlertRules;
import health.carryover.analysis.alert.SessionSituation;
import health.carryover.analysis.alert.SessionSituation.Knowledge;
import health.carryover.analysis.alert.SessionSituation.Later;
import health.carryover.analysis.alert.SessionSituation.Leading;
import health.carryover.analysis.alert.SessionSituation.PainZone;
import health.carryover.analysis.alert.SessionSituation.Phase;
import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.course.ToleranceCourse;
import health.carryover.analysis.course.ToleranceCourse.Outlook;
import health.carryover.analysis.outcome.Assessment.SlotState;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.session.RunningLoad;
import health.carryover.analysis.tolerance.ToleratedLoad;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is found about a session while it runs. Made for one evaluation.
 *
 * @param outlook what was believed before it
 * @param session where what was found before is kept
 * @param running its load so far, or null before the first reading
 * @param load so far in the patient's currency, or null
 */
record RunningFindings(
    TrackedSession session,
    View view,
    Outlook outlook,
    @Nullable RunningLoad running,
    @Nullable Double load,
    PatientFacts facts,
    RuleSettings rules) {

  /** Screens hear of a running session at most this often, in event time. */
  static final long PROGRESS_EVERY_MILLIS = 5_000;

  static RunningFindings of(
      TrackedSession session,
      View view,
      ToleranceCourse course,
      SessionTimeline timeline,
      PatientFacts facts,
      RuleSettings rules) {
    session.running =
        RunningLoad.count(
            session.running,
            view.assembled(),
            facts.readings,
            view.basis().loadBasis(),
            session.readingsChangedFrom);
    session.readingsChangedFrom = Long.MAX_VALUE;
    Instant start = view.assembled().start();
    Double load =
        session.running == null
            ? null
            : SessionLoads.raw(view.basis(), session.running.distribution());
    return new RunningFindings(
        session,
        view,
        session.outlook(course, timeline.history().countBefore(start), start, view.basis()),
        session.running,
        load,
        facts,
        rules);
  }

  private @Nullable Double tolerated() {
    ToleratedLoad tolerated = outlook.tolerated();
    return tolerated == null ? null : tolerated.acceptable();
  }

  SessionProgress progress(String patient, Instant now) {
    return new SessionProgress(
        patient,
        view.assembled().session(),
        now,
        view.assembled().end(),
        newestBpm(),
        load,
        tolerated(),
        chance(load),
        false);
  }

  private @Nullable Double chance(@Nullable Double after) {
    return after == null ? null : session.chance(outlook).after(after);
  }

  private @Nullable Double newestBpm() {
    if (running == null) {
      return null;
    }
    HeartRateSeries series = facts.readings.get(running.device());
    int newest = series == null ? 0 : series.firstAtOrAfter(running.newestMillis());
    return series == null || newest >= series.size() ? null : (Double) (double) series.bpm(newest);
  }

  List<AlertClaim> claims(Instant now) {
    Double tolerated = tolerated();
    Optional<HeartRateSeries> series =
        Optional.ofNullable(running).map(r -> facts.readings.get(r.device()));
    Instant exceededAt = crossing(series, tolerated, 1);
    Instant approachedAt = crossing(series, tolerated, rules.nearShare());
    Double shown =
        tolerated == null || approachedAt == null
            ? null
            : exceededAt == null ? (Double) (rules.nearShare() * tolerated) : tolerated;
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
            Phase.RUNNING,
            view.assembled().end(),
            now,
            shown,
            tolerated,
            outlook.enough() ? Knowledge.ENOUGH : Knowledge.NOT_ENOUGH,
            chance(shown),
            exceededAt,
            approachedAt,
            null,
            null,
            null,
            SlotState.NOT_DUE,
            SlotState.NOT_DUE,
            view.diary().windows().recallEndsAt(),
            null,
            PainZone.ACCEPTABLE,
            ceiling,
            ceilingAt,
            0,
            Leading.OTHER,
            Later.OPEN,
            0,
            null,
            1),
        rules.urgentProbability());
  }

  private @Nullable Instant crossing(
      Optional<HeartRateSeries> series, @Nullable Double tolerated, double share) {
    if (tolerated == null || load == null || load <= share * tolerated) {
      return null;
    }
    double limit = share * tolerated;
    return running == null
        ? null
        : session
            .passedAt(
                running,
                view.basis(),
                limit,
                () ->
                    series
                        .flatMap(
                            s ->
                                LoadCrossing.above(
                                    limit, s, view.assembled().active(), view.basis()))
                        .or(() -> Optional.of(view.assembled().end())))
            .orElse(null);
  }
}
