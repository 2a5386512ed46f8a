package health.carryover.dashboard.triage;

import health.carryover.analysis.outcome.AlertChange.Kind;
import java.time.Instant;
import java.util.Locale;

/**
 * The named rules, in the order in which they are asked: the first that holds says in which section
 * a patient stands. An alert that sleeps or was resolved counts for none of them; one that was seen
 * still does, further down in its section.
 */
public enum TriageRule {
  /** A safety question was answered with yes. */
  RED_FLAG(Section.SAFETY),
  /** Any alert of the highest severity. */
  URGENT(Section.SAFETY),
  /** A session runs. */
  SESSION_RUNS(Section.LIVE),
  /** Relief that does not last, repeatedly. */
  REBOUND_PATTERN(Section.REBOUND),
  /** More pain after a session, or pain outside the agreed zone. */
  FLARE(Section.REBOUND),
  /** More load than is tolerated, or heart rate above the ceiling. */
  OVER_TOLERANCE(Section.LOAD),
  /** Load near the tolerance, or recovery that is not complete. */
  NEAR_TOLERANCE(Section.LOAD),
  /** Too little is known to say anything. */
  NOT_ENOUGH_DATA(Section.MISSING),
  /** None of the others. */
  DOING_WELL(Section.WELL);

  private final Section section;

  TriageRule(Section section) {
    this.section = section;
  }

  /** Where patients stand for whom it holds. */
  public Section section() {
    return section;
  }

  /** The name used in messages. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether {@code alert} is one of those it asks for. */
  public boolean isAbout(AlertFacts alert) {
    return switch (this) {
      case RED_FLAG -> alert.is(Kind.RED_FLAG);
      case URGENT -> alert.isSafety();
      case REBOUND_PATTERN -> alert.is(Kind.REBOUND_PATTERN);
      case FLARE -> alert.is(Kind.FLARE, Kind.PAIN_ZONE);
      case OVER_TOLERANCE -> alert.is(Kind.LOAD_EXCEEDS_TOLERANCE, Kind.HEART_RATE_CEILING);
      case NEAR_TOLERANCE -> alert.is(Kind.LOAD_APPROACHING_TOLERANCE, Kind.INCOMPLETE_RECOVERY);
      case NOT_ENOUGH_DATA -> alert.is(Kind.DATA_MISSING);
      // Whatever else asks for a look is told beside the running session.
      case SESSION_RUNS -> true;
      case DOING_WELL -> false;
    };
  }

  /** The first rule that holds. */
  public static TriageRule of(PatientFacts patient, Instant now) {
    for (TriageRule rule : values()) {
      if (rule.holds(patient, now)) {
        return rule;
      }
    }
    throw new IllegalStateException("the last rule always holds");
  }

  private boolean holds(PatientFacts patient, Instant now) {
    return switch (this) {
      case RED_FLAG, URGENT, REBOUND_PATTERN, FLARE, OVER_TOLERANCE, NEAR_TOLERANCE ->
          patient.has(now, this::isAbout);
      case SESSION_RUNS -> patient.running() != null;
      case NOT_ENOUGH_DATA ->
          patient.has(now, this::isAbout)
              || patient.lacks().stream().anyMatch(l -> l.why().isGrave());
      case DOING_WELL -> true;
    };
  }
}
