package health.carryover.analysis.alert;

import health.carryover.analysis.alert.AlertClaim.Standing;
import health.carryover.analysis.outcome.AlertChange.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What was last said of an alert.
 *
 * @param standing as last said
 * @param severity as last said
 * @param eventAtMillis epoch milliseconds
 * @param load as last said, or null
 * @param toleratedLoad as last said, or null
 * @param probability as last said, or null
 * @param late whether it was raised late
 */
public record PublishedAlert(
    Standing standing,
    Severity severity,
    long eventAtMillis,
    @Nullable Double load,
    @Nullable Double toleratedLoad,
    @Nullable Double probability,
    boolean late) {

  static PublishedAlert of(AlertClaim claim, boolean late) {
    return new PublishedAlert(
        claim.standing(),
        claim.severity(),
        claim.eventAt().toEpochMilli(),
        claim.load(),
        claim.toleratedLoad(),
        claim.probability(),
        late);
  }
}
