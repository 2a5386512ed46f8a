package health.carryover.analysis;

import health.carryover.analysis.alert.AlertClaim;
import health.carryover.analysis.alert.AlertClaim.Standing;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.AlertReason;
import health.carryover.analysis.outcome.ReasonSentence;
import health.carryover.analysis.response.ReboundAlert;
import health.carryover.analysis.response.ResponsePattern;
import health.carryover.analysis.safety.SafetyCodes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What should stand about a patient over several sessions. Pure. */
final class PatientAlertRules {
  private PatientAlertRules() {}

  /**
   * A session that counts towards a pattern.
   *
   * @param end when it ended
   */
  record CompleteSession(String session, Instant end, ResponsePattern pattern) {
    /** Whether no flare followed. */
    boolean calm() {
      return switch (pattern) {
        case CARRY_OVER, STABLE, RELIEF_NOT_CARRIED_OVER -> true;
        case RELIEF_THEN_REBOUND, FLARE_WITHOUT_RELIEF, UNKNOWN -> false;
      };
    }
  }

  /**
   * One claim for each stretch of sessions over which the pattern holds, about the session with
   * which it began.
   *
   * @param complete complete sessions, oldest first
   */
  static List<AlertClaim> rebound(List<CompleteSession> complete, Instant now) {
    List<AlertClaim> claims = new ArrayList<>();
    List<ResponsePattern> patterns = new ArrayList<>();
    CompleteSession began = null;
    for (CompleteSession session : complete) {
      patterns.add(session.pattern());
      boolean holds = ReboundAlert.holds(patterns);
      if (holds && began == null) {
        began = session;
      } else if (!holds && began != null) {
        claims.add(reboundClaim(began, Standing.PASSED));
        began = null;
      }
    }
    if (began != null && !began.end().isAfter(now)) {
      claims.add(reboundClaim(began, Standing.STANDING));
    }
    return claims;
  }

  private static AlertClaim reboundClaim(CompleteSession began, Standing standing) {
    return claim(
        Kind.REBOUND_PATTERN,
        began.session(),
        Severity.WARNING,
        standing,
        began.end(),
        began.session(),
        AlertReason.of(ReasonSentence.RELIEF_NOT_LASTING));
  }

  /** One claim for each report of red flags. */
  static List<AlertClaim> safety(List<ReceivedEvent> reports) {
    List<AlertClaim> claims = new ArrayList<>();
    for (ReceivedEvent source : reports) {
      if (source.event() instanceof SafetyReport report) {
        claims.add(
            claim(
                Kind.RED_FLAG,
                AlertClaim.overall("safety", report.at().toEpochMilli()),
                switch (SafetyCodes.urgencyOf(report.redFlags())) {
                  case EMERGENCY, SAME_DAY -> Severity.URGENT;
                  case PROMPT -> Severity.WARNING;
                },
                Standing.STANDING,
                report.at(),
                null,
                AlertReason.of(ReasonSentence.SAFETY_YES, String.join(", ", report.redFlags()))
                    .and(
                        ReasonSentence.SAFETY_URGENCY,
                        SafetyCodes.urgencyOf(report.redFlags()).code())));
      }
    }
    return claims;
  }

  private static AlertClaim claim(
      Kind kind,
      String subject,
      Severity severity,
      Standing standing,
      Instant eventAt,
      @Nullable String session,
      AlertReason reason) {
    return new AlertClaim(
        kind,
        subject,
        severity,
        standing,
        eventAt,
        session,
        null,
        null,
        null,
        1,
        reason,
        kind.code() + "/1");
  }
}
