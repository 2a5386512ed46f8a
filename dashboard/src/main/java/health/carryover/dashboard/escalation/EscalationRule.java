package health.carryover.dashboard.escalation;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.dashboard.triage.AlertFacts;
import java.time.Duration;
import java.time.Instant;

/**
 * When an alert nobody reacts to is passed on. The time begins when its newest change was known;
 * what is for information alone is never passed on.
 *
 * @param urgentAfter for the highest severity; zero: never
 * @param warningAfter for the one below; zero: never
 */
public record EscalationRule(Duration urgentAfter, Duration warningAfter) {
  /** Half an hour and a day. */
  public static final EscalationRule DEFAULT =
      new EscalationRule(Duration.ofMinutes(30), Duration.ofDays(1));

  public EscalationRule {
    if (urgentAfter.isNegative() || warningAfter.isNegative()) {
      throw new IllegalArgumentException("times to react are not negative");
    }
  }

  /** Whether {@code alert} is to be passed on at {@code now}. */
  boolean isDue(AlertFacts alert, Instant now) {
    Duration after = after(alert.alert().severity());
    return !after.isZero()
        && alert.asks(now)
        && alert.handling().escalation() == null
        && !now.isBefore(alert.alert().knownAt().plus(after));
  }

  private Duration after(AlertChange.Severity severity) {
    return switch (severity) {
      case URGENT -> urgentAfter;
      case WARNING -> warningAfter;
      case INFORMATION -> Duration.ZERO;
    };
  }
}
