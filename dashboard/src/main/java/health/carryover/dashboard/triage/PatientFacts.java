package health.carryover.dashboard.triage;

import health.carryover.analysis.outcome.SessionProgress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the ranking looks at for one patient.
 *
 * @param name by which ties are settled
 * @param alerts those whose condition stands, in any order
 * @param running how the session stands that runs now, or null
 * @param lacks what is missing and why, the gravest first
 */
public record PatientFacts(
    String patient,
    String name,
    List<AlertFacts> alerts,
    @Nullable SessionProgress running,
    List<Lack> lacks) {
  public PatientFacts {
    alerts = List.copyOf(alerts);
    lacks = List.copyOf(lacks);
  }

  boolean has(Instant now, java.util.function.Predicate<AlertFacts> which) {
    return alerts.stream().anyMatch(alert -> alert.counts(now) && which.test(alert));
  }
}
