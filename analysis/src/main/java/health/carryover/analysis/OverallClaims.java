package health.carryover.analysis;

import health.carryover.analysis.alert.AlertClaim;
import health.carryover.analysis.outcome.AlertChange.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What should stand about a patient over several sessions, and when time alone changes it. Kept
 * until a session, an answer or the time changes.
 *
 * @param from what began before is not looked at any more: its last word stays
 */
record OverallClaims(
    List<AlertClaim> claims, List<Instant> deadlines, Instant from, SessionHistory history) {

  static final OverallClaims NONE =
      new OverallClaims(
          List.of(),
          List.of(),
          Instant.MAX,
          new SessionHistory(new PatientFacts(), List.of(), List.of(), List.of()));

  static OverallClaims of(
      SessionHistory history, PatientFacts facts, Instant watermark, Instant now) {
    Instant from =
        watermark.isBefore(Instant.EPOCH.plus(SessionHistory.REMEMBERED))
            ? Instant.EPOCH
            : watermark.minus(SessionHistory.REMEMBERED);
    LastingPainRules lasting =
        LastingPainRules.at(now, from, history, facts, facts.profiles.at(watermark).zone());
    List<AlertClaim> claims = new ArrayList<>(lasting.claims());
    claims.addAll(PatientAlertRules.rebound(history.complete(), now));
    claims.addAll(PatientAlertRules.safety(facts.safety));
    return new OverallClaims(claims, lasting.deadlines(), from, history);
  }

  /**
   * Whether what stood of {@code kind} about {@code subject} was looked at: then it is withdrawn if
   * it is not claimed any more.
   *
   * @param sessions that were looked at
   */
  boolean examines(Kind kind, String subject, Set<String> sessions) {
    if (kind == Kind.REBOUND_PATTERN || kind == Kind.RED_FLAG) {
      return true;
    }
    if (!AlertClaim.isOverall(subject)) {
      return sessions.contains(subject);
    }
    String beganWith = subject.substring(subject.indexOf(':') + 1);
    return kind == Kind.PAIN_ZONE
        ? !Instant.ofEpochMilli(Long.parseLong(beganWith)).isBefore(from)
        : history.isOpen(beganWith)
            || history.flaresSince(from).stream()
                .anyMatch(flare -> flare.session().equals(beganWith));
  }
}
