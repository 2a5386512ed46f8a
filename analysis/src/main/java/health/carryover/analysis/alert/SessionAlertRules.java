package health.carryover.analysis.alert;

import health.carryover.analysis.alert.AlertClaim.Standing;
import health.carryover.analysis.alert.SessionSituation.Knowledge;
import health.carryover.analysis.alert.SessionSituation.Later;
import health.carryover.analysis.alert.SessionSituation.Leading;
import health.carryover.analysis.alert.SessionSituation.PainZone;
import health.carryover.analysis.alert.SessionSituation.Phase;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.AlertReason;
import health.carryover.analysis.outcome.Assessment.SlotState;
import health.carryover.analysis.outcome.ReasonSentence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What should stand about one session. Pure; every number is a product choice.
 *
 * <p>Load rules speak only once enough is known of the patient's tolerance: before that, the
 * pain-monitoring zones decide alone.
 */
public final class SessionAlertRules {
  /** From this share of the tolerated load on a running session is near it. */
  public static final double NEAR = 0.85;

  /** From this probability of a flare on a load above the tolerated one is urgent. */
  public static final double URGENT_PROBABILITY = 0.6;

  private static final int FLARES_TO_REVIEW = 3;
  private static final double LITTLE_COVERAGE = 0.5;
  private static final Duration FLARE_LASTS = Duration.ofDays(7);

  private SessionAlertRules() {}

  /**
   * Every claim about the session.
   *
   * @param urgentProbability of a flare, from which a load above the tolerated one is urgent
   */
  public static List<AlertClaim> claims(SessionSituation s, double urgentProbability) {
    List<AlertClaim> claims = new ArrayList<>();
    loadExceeds(s, urgentProbability, claims);
    loadApproaches(s, claims);
    flare(s, claims);
    painZone(s, claims);
    incompleteRecovery(s, claims);
    ceiling(s, claims);
    dataMissing(s, claims);
    return claims;
  }

  private static void loadExceeds(
      SessionSituation s, double urgentProbability, List<AlertClaim> claims) {
    Double load = s.load();
    Double tolerated = s.toleratedLoad();
    Instant at = s.exceededAt();
    if (s.enough() == Knowledge.NOT_ENOUGH || load == null || tolerated == null || at == null) {
      return;
    }
    Double p = s.probability();
    Severity severity = p != null && p >= urgentProbability ? Severity.URGENT : Severity.WARNING;
    Standing standing = standingOfLoad(s);
    claims.add(
        claim(
            Kind.LOAD_EXCEEDS_TOLERANCE,
            s,
            severity,
            standing,
            at,
            followUp(withChance(exceeding(s.phase(), load, tolerated), p), standing, s.rebound())));
  }

  private static AlertReason exceeding(Phase phase, double load, double tolerated) {
    return switch (phase) {
      case RUNNING -> AlertReason.of(ReasonSentence.LOAD_PASSED, tolerated);
      case OVER -> AlertReason.of(ReasonSentence.LOAD_WAS_ABOVE, load, tolerated);
    };
  }

  private static AlertReason withChance(AlertReason reason, @Nullable Double probability) {
    return probability == null ? reason : reason.and(ReasonSentence.FLARE_CHANCE, probability);
  }

  private static Standing standingOfLoad(SessionSituation s) {
    if (s.phase() == Phase.RUNNING) {
      return Standing.PROVISIONAL;
    }
    if (Boolean.TRUE.equals(s.flare())) {
      return Standing.CONFIRMED;
    }
    if (Boolean.FALSE.equals(s.flare()) && answered(s.nextMorning())) {
      return Standing.RETRACTED;
    }
    return s.now().isBefore(s.answersEndAt()) ? Standing.PROVISIONAL : Standing.RESOLVED;
  }

  private static AlertReason followUp(
      AlertReason reason, Standing standing, @Nullable Double rebound) {
    return switch (standing) {
      case PROVISIONAL, STANDING -> reason.and(ReasonSentence.ANSWERS_AWAITED);
      case CONFIRMED ->
          rebound == null
              ? reason.and(ReasonSentence.FLARE_REPORTED)
              : reason.and(ReasonSentence.PAIN_AFTERWARDS, rebound);
      case RETRACTED -> reason.and(ReasonSentence.LOAD_TOLERATED);
      case RESOLVED, PASSED -> reason.and(ReasonSentence.CLOSED_WITHOUT_ANSWER);
    };
  }

  private static void loadApproaches(SessionSituation s, List<AlertClaim> claims) {
    Instant at = s.approachedAt();
    if (s.enough() == Knowledge.NOT_ENOUGH || at == null || s.toleratedLoad() == null) {
      return;
    }
    boolean current = s.phase() == Phase.RUNNING && s.exceededAt() == null;
    claims.add(
        claim(
            Kind.LOAD_APPROACHING_TOLERANCE,
            s,
            Severity.INFORMATION,
            current ? Standing.STANDING : Standing.PASSED,
            at,
            AlertReason.of(ReasonSentence.LOAD_NEAR, s.toleratedLoad())));
  }

  private static void flare(SessionSituation s, List<AlertClaim> claims) {
    Instant at = s.flareAt();
    if (!Boolean.TRUE.equals(s.flare()) || at == null) {
      return;
    }
    Double rebound = s.rebound();
    boolean review = s.flaresInRow() >= FLARES_TO_REVIEW;
    AlertReason reason =
        rebound == null
            ? AlertReason.of(ReasonSentence.CALLED_FLARE)
            : AlertReason.of(ReasonSentence.FLARE_AFTER, rebound);
    if (review) {
      reason = reason.and(ReasonSentence.FLARES_IN_ROW, (double) s.flaresInRow());
    }
    SessionSituation.Explanation explained = s.explainedBy();
    if (explained != null) {
      reason =
          reason.and(ReasonSentence.OTHER_SESSION_EXPLAINS, explained.session(), explained.share());
    }
    claims.add(
        claim(
            Kind.FLARE,
            s,
            review ? Severity.URGENT : Severity.WARNING,
            whileOpen(s, at),
            at,
            reason));
  }

  private static void painZone(SessionSituation s, List<AlertClaim> claims) {
    Double pain = s.worstPain();
    AlertReason reason =
        switch (s.painZone()) {
          case ACCEPTABLE -> null;
          case EXCEEDED -> AlertReason.of(ReasonSentence.PAIN_NOT_SETTLED);
          case ABOVE ->
              pain == null
                  ? AlertReason.of(ReasonSentence.PAIN_ABOVE_ZONE)
                  : AlertReason.of(ReasonSentence.PAIN_ABOVE_ZONE_BY, pain);
        };
    // A flare says more than a zone that was left by the next morning.
    if (reason == null || (s.painZone() == PainZone.EXCEEDED && Boolean.TRUE.equals(s.flare()))) {
      return;
    }
    claims.add(
        bare(
            Kind.PAIN_ZONE,
            s,
            s.painZone() == PainZone.ABOVE ? Severity.WARNING : Severity.INFORMATION,
            whileOpen(s, s.end()),
            s.end(),
            reason));
  }

  private static void incompleteRecovery(SessionSituation s, List<AlertClaim> claims) {
    Instant at = s.flareAt();
    if (s.recoveryLeads() == Leading.RECOVERY && at != null) {
      claims.add(
          claim(
              Kind.INCOMPLETE_RECOVERY,
              s,
              Severity.INFORMATION,
              whileOpen(s, at),
              at,
              AlertReason.of(ReasonSentence.RECOVERY_FITS_BEST)));
    }
  }

  private static void ceiling(SessionSituation s, List<AlertClaim> claims) {
    Instant at = s.aboveCeilingAt();
    Double ceiling = s.ceilingBpm();
    if (at != null && ceiling != null) {
      claims.add(
          bare(
              Kind.HEART_RATE_CEILING,
              s,
              Severity.URGENT,
              s.phase() == Phase.RUNNING ? Standing.STANDING : Standing.RESOLVED,
              at,
              AlertReason.of(ReasonSentence.ABOVE_CEILING, ceiling)));
    }
  }

  private static void dataMissing(SessionSituation s, List<AlertClaim> claims) {
    if (s.phase() == Phase.RUNNING) {
      return;
    }
    if (!lacksData(s.evening(), s.nextMorning(), s.load())) {
      return;
    }
    boolean loadMissing = s.load() == null;
    ReasonSentence reason =
        loadMissing && s.coverage() < LITTLE_COVERAGE
            ? ReasonSentence.TOO_LITTLE_HEART_RATE
            : loadMissing ? ReasonSentence.LOAD_UNKNOWN : ReasonSentence.NO_ANSWER;
    claims.add(
        bare(
            Kind.DATA_MISSING,
            s,
            Severity.INFORMATION,
            s.now().isBefore(s.end().plus(FLARE_LASTS)) ? Standing.STANDING : Standing.PASSED,
            s.end(),
            AlertReason.of(reason)));
  }

  /** Whether neither evening nor morning was answered, or the load is not known. */
  public static boolean lacksData(SlotState evening, SlotState nextMorning, @Nullable Double load) {
    return load == null || (evening == SlotState.MISSED && nextMorning == SlotState.MISSED);
  }

  private static Standing whileOpen(SessionSituation s, Instant at) {
    boolean over = s.settledLater() == Later.SETTLED || !s.now().isBefore(at.plus(FLARE_LASTS));
    return over ? Standing.PASSED : Standing.STANDING;
  }

  private static boolean answered(SlotState state) {
    return state == SlotState.ANSWERED || state == SlotState.LATE;
  }

  /** A claim that is about load. */
  private static AlertClaim claim(
      Kind kind,
      SessionSituation s,
      Severity severity,
      Standing standing,
      Instant at,
      AlertReason reason) {
    return claim(
        kind,
        s,
        new Loads(s.load(), s.toleratedLoad(), s.probability()),
        severity,
        standing,
        at,
        reason);
  }

  /** A claim that says nothing of load. */
  private static AlertClaim bare(
      Kind kind,
      SessionSituation s,
      Severity severity,
      Standing standing,
      Instant at,
      AlertReason reason) {
    return claim(kind, s, Loads.NONE, severity, standing, at, reason);
  }

  private record Loads(
      @Nullable Double load, @Nullable Double tolerated, @Nullable Double probability) {
    static final Loads NONE = new Loads(null, null, null);
  }

  private static AlertClaim claim(
      Kind kind,
      SessionSituation s,
      Loads loads,
      Severity severity,
      Standing standing,
      Instant at,
      AlertReason reason) {
    return new AlertClaim(
        kind,
        s.session(),
        severity,
        standing,
        at,
        s.session(),
        loads.load(),
        loads.tolerated(),
        loads.probability(),
        s.completeness(),
        reason,
        kind.code() + "/1");
  }
}
