package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.alert.AlertClaim;
import health.carryover.analysis.alert.AlertLedger;
import health.carryover.analysis.alert.SessionAlertRules;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.outcome.AlertChange.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Decides which sessions speak of missing data: at most one within a week, so that a silent patient
 * is one word and not a flood; and none that is still being told, for what is not there yet is on
 * its way more often than lost. Product choices. Confined to its monitor.
 */
final class MissingDataTurns {
  /** What is missing is worth a word when nothing more was told of a session for this long. */
  private static final Duration QUIET = Duration.ofHours(1);

  private static final Duration SAID_ONCE_IN = Duration.ofDays(7);

  /** Until when a session that is forgotten spoke for the ones after it. */
  Instant saidUntil = Instant.EPOCH;

  /** When a session counts as told to its end. */
  static Instant quietAt(TrackedSession session) {
    return session.toldAt.plus(QUIET);
  }

  /** The claims of a session that may speak, or those that are not about missing data. */
  static List<AlertClaim> kept(TrackedSession session, List<AlertClaim> claims) {
    return claims.stream()
        .filter(claim -> claim.kind() != Kind.DATA_MISSING || session.speaksOfMissing)
        .toList();
  }

  /**
   * Gives each session its turn.
   *
   * @param views by start
   * @return the sessions for which it changed
   */
  Set<String> assign(
      List<View> views, Map<String, TrackedSession> tracked, AlertLedger ledger, Instant now) {
    Set<String> changed = new HashSet<>();
    Instant silentUntil = saidUntil;
    for (View view : views) {
      TrackedSession session = Objects.requireNonNull(tracked.get(view.assembled().session()));
      Instant end = view.assembled().end();
      boolean speaks = hasReason(session, view, ledger, now) && !end.isBefore(silentUntil);
      if (speaks) {
        silentUntil = end.plus(SAID_ONCE_IN);
      }
      if (speaks != session.speaksOfMissing) {
        session.speaksOfMissing = speaks;
        changed.add(session.id);
      }
    }
    return changed;
  }

  /** A session is about to be forgotten: what it said still counts. */
  void forget(TrackedSession session, View view) {
    if (session.speaksOfMissing) {
      saidUntil = view.assembled().end().plus(SAID_ONCE_IN);
    }
  }

  private static boolean hasReason(
      TrackedSession session, View view, AlertLedger ledger, Instant now) {
    boolean said = ledger.published().containsKey(AlertLedger.key(Kind.DATA_MISSING, session.id));
    return view.assembled().over()
        && view.duplicateOf() == null
        && (said || !now.isBefore(quietAt(session)))
        && SessionAlertRules.lacksData(
            view.answers().state(PainSlot.EVENING),
            view.answers().state(PainSlot.NEXT_MORNING),
            SessionFindings.loadOf(view));
  }
}
