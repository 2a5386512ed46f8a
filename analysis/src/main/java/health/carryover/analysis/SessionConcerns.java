package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.diary.FlareSettling;
import health.carryover.analysis.diary.SeverePain;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.guidance.SessionGuidance.Concern;
import health.carryover.analysis.history.PastSession;
import health.carryover.analysis.safety.SafetyCodes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * What ends advice after a session until a person has looked. Product choices.
 *
 * @param concern severe pain around the session, or an earlier flare that does not settle
 * @param redFlags codes of the safety answers that hold back advice
 */
record SessionConcerns(Concern concern, List<String> redFlags) {
  private static final Duration SEVERE_BEFORE = Duration.ofDays(3);

  /** A red flag told this long after a session still speaks for it. */
  private static final Duration TOLD_AFTER = Duration.ofDays(2);

  static SessionConcerns of(View view, SessionHistory history, PatientFacts facts) {
    return new SessionConcerns(concern(view, history, facts), redFlags(view, facts));
  }

  private static List<String> redFlags(View view, PatientFacts facts) {
    Instant start = view.assembled().start();
    TreeSet<String> codes = new TreeSet<>();
    for (ReceivedEvent source : facts.safety) {
      if (source.event() instanceof SafetyReport report
          && !start.plus(TOLD_AFTER).isBefore(report.at())
          && start.isBefore(report.at().plus(SafetyCodes.holdsBack(report.redFlags())))) {
        codes.addAll(report.redFlags());
      }
    }
    return List.copyOf(codes);
  }

  private static Concern concern(View view, SessionHistory history, PatientFacts facts) {
    Instant start = view.assembled().start();
    Instant until = view.diary().windows().recallEndsAt();
    for (SeverePain pain :
        SeverePain.between(
            start.minus(SEVERE_BEFORE),
            until,
            facts.pain,
            history.diaries(),
            view.profile().zone())) {
      if (!pain.at().isBefore(start.minus(SEVERE_BEFORE)) && !pain.at().isAfter(until)) {
        return Concern.SEVERE_PAIN;
      }
    }
    for (PastSession flare : history.flaresSince(start.minus(SessionHistory.REMEMBERED))) {
      Instant flareAt = flare.flareAt();
      Double baseline = flare.baseline();
      if (flareAt != null
          && baseline != null
          && flare.start().isBefore(start)
          && !history.calmBetween(flare.start(), start)
          && FlareSettling.of(flareAt, baseline, start, facts.pain, history.diaries())
              .unsettledAt(flareAt, start)) {
        return Concern.UNSETTLED_FLARE;
      }
    }
    return Concern.NONE;
  }
}
