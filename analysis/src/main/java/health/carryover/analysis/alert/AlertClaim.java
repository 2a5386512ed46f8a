package health.carryover.analysis.alert;

import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.AlertReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says should stand, given everything known. A pure function of the events, whatever
 * their order of arrival.
 *
 * @param subject what within the patient it is about: a session id; or, for what is about more than
 *     one session, a word, a colon and the session or moment it began with
 * @param standing whether the condition stands, and how surely
 * @param eventAt when it happened
 * @param session or null
 * @param load in the patient's currency, or null
 * @param toleratedLoad or null
 * @param probability of a flare, 0 to 1, or null
 * @param completeness 0 to 1
 * @param reason in sentences
 * @param rule name and version of the rule
 */
public record AlertClaim(
    Kind kind,
    String subject,
    Severity severity,
    Standing standing,
    Instant eventAt,
    @Nullable String session,
    @Nullable Double load,
    @Nullable Double toleratedLoad,
    @Nullable Double probability,
    double completeness,
    AlertReason reason,
    String rule) {

  /** The subject of a claim that is about more than one session. */
  public static String overall(String word, Object beganWith) {
    return word + ":" + beganWith;
  }

  /** Whether a subject is about more than one session. */
  public static boolean isOverall(String subject) {
    return subject.indexOf(':') >= 0;
  }

  /** The session a subject names, or null. */
  static @Nullable String sessionOf(String subject) {
    return isOverall(subject) ? null : subject;
  }

  /** How a claim stands. */
  public enum Standing {
    /** It stands until more is known. */
    PROVISIONAL,
    /** It stands; nothing more is awaited. */
    STANDING,
    /** It stood provisionally and what followed bore it out. */
    CONFIRMED,
    /** It stood provisionally and what followed spoke against it. */
    RETRACTED,
    /** It stood and is over. */
    RESOLVED,
    /** It is over and was never worth a word if nobody heard of it in time. */
    PASSED;

    /** Whether the condition stands now. */
    public boolean open() {
      return this == PROVISIONAL || this == STANDING || this == CONFIRMED;
    }
  }
}
