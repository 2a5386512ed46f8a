package health.carryover.analysis;

import health.carryover.analysis.alert.AlertClaim;
import health.carryover.analysis.alert.AlertClaim.Standing;
import health.carryover.analysis.diary.FlareSettling;
import health.carryover.analysis.diary.SeverePain;
import health.carryover.analysis.history.PastSession;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.AlertReason;
import health.carryover.analysis.outcome.ReasonSentence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pain that a clinician must see whatever the sessions were: very strong, or a flare that does not
 * settle within a week. Product choices.
 *
 * @param claims one for each stretch of severe pain and for each flare that does not settle
 * @param deadlines the instants at which time alone changes them
 */
record LastingPainRules(List<AlertClaim> claims, List<Instant> deadlines) {
  static final String SEVERE = "severe";
  static final String UNSETTLED = "unsettled";

  private static final Duration STANDS = Duration.ofDays(7);
  private static final Duration WEEK = Duration.ofDays(7);

  /** Reports closer than this belong to one stretch. */
  private static final Duration SAME_STRETCH = Duration.ofDays(3);

  /**
   * The claims at {@code now}.
   *
   * @param from what began before is not looked at any more
   * @param zone the patient's, for local days
   */
  static LastingPainRules at(
      Instant now, Instant from, SessionHistory history, PatientFacts facts, ZoneId zone) {
    List<AlertClaim> claims = new ArrayList<>();
    List<Instant> deadlines = new ArrayList<>();
    severe(now, from, history, facts, zone, claims, deadlines);
    for (PastSession flare : history.flaresSince(from)) {
      unsettled(flare, now, history, facts, claims, deadlines);
    }
    deadlines.removeIf(deadline -> !deadline.isAfter(now));
    return new LastingPainRules(claims, deadlines);
  }

  private static void severe(
      Instant now,
      Instant from,
      SessionHistory history,
      PatientFacts facts,
      ZoneId zone,
      List<AlertClaim> claims,
      List<Instant> deadlines) {
    SeverePain began = null;
    SeverePain last = null;
    for (SeverePain pain : SeverePain.between(from, now, facts.pain, history.diaries(), zone)) {
      if (began == null || last == null || pain.at().isAfter(last.at().plus(SAME_STRETCH))) {
        severe(began, last, now, claims, deadlines);
        began = pain;
      }
      last = pain;
    }
    severe(began, last, now, claims, deadlines);
  }

  private static void severe(
      @Nullable SeverePain began,
      @Nullable SeverePain last,
      Instant now,
      List<AlertClaim> claims,
      List<Instant> deadlines) {
    if (began == null || last == null) {
      return;
    }
    Instant ends = last.at().plus(STANDS);
    deadlines.add(ends);
    claims.add(
        claim(
            Kind.PAIN_ZONE,
            AlertClaim.overall(SEVERE, began.at().toEpochMilli()),
            now.isBefore(ends) ? Standing.STANDING : Standing.PASSED,
            began.at(),
            null,
            switch (began.kind()) {
              case AT_REST -> AlertReason.of(ReasonSentence.SEVERE_AT_REST);
              case THREE_DAYS -> AlertReason.of(ReasonSentence.STRONG_THREE_DAYS);
            }));
  }

  private static void unsettled(
      PastSession flare,
      Instant now,
      SessionHistory history,
      PatientFacts facts,
      List<AlertClaim> claims,
      List<Instant> deadlines) {
    Instant flareAt = flare.flareAt();
    Double baseline = flare.baseline();
    if (flareAt == null || baseline == null) {
      return;
    }
    Instant week = flareAt.plus(WEEK);
    deadlines.add(week);
    if (now.isBefore(week) || history.calmBetween(flare.start(), week)) {
      return;
    }
    if (!FlareSettling.of(flareAt, baseline, week, facts.pain, history.diaries())
        .unsettledAt(flareAt, week)) {
      return;
    }
    FlareSettling settling =
        FlareSettling.of(flareAt, baseline, now, facts.pain, history.diaries());
    Instant last = settling.lastHighAt();
    Instant ends = (last == null || last.isBefore(week) ? week : last).plus(STANDS);
    deadlines.add(ends);
    boolean over =
        settling.settledAt() != null
            || !now.isBefore(ends)
            || history.calmBetween(flare.start(), Instant.MAX);
    claims.add(
        claim(
            Kind.FLARE,
            AlertClaim.overall(UNSETTLED, flare.session()),
            over ? Standing.PASSED : Standing.STANDING,
            week,
            flare.session(),
            AlertReason.of(ReasonSentence.FLARE_NOT_SETTLED)));
  }

  private static AlertClaim claim(
      Kind kind,
      String subject,
      Standing standing,
      Instant eventAt,
      @Nullable String session,
      AlertReason reason) {
    return new AlertClaim(
        kind,
        subject,
        Severity.URGENT,
        standing,
        eventAt,
        session,
        null,
        null,
        null,
        1,
        reason,
        kind.code() + "-lasting/1");
  }
}
