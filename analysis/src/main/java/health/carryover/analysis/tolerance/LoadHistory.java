package health.carryover.analysis.tolerance;

import org.jspecify.annotations.Nullable;

/**
 * What a next load is decided from besides the belief. Loads are in the patient's one currency.
 *
 * @param lastLoad load of the last session, not negative
 * @param lastOutcome whether a flare followed it; absent while unknown
 * @param lastTolerated load of the last session without a flare
 * @param highestTolerated30Days highest load without a flare in the last 30 days
 * @param cleanSessions complete sessions without a flare in a row, up to the last
 * @param completeSessions complete sessions learned from
 * @param clinicianCeiling the clinician's ceiling
 */
public record LoadHistory(
    double lastLoad,
    @Nullable FlareOutcome lastOutcome,
    @Nullable Double lastTolerated,
    @Nullable Double highestTolerated30Days,
    int cleanSessions,
    int completeSessions,
    @Nullable Double clinicianCeiling) {

  /** Validates what must not be negative. */
  public LoadHistory {
    if (!(lastLoad >= 0) || cleanSessions < 0 || completeSessions < 0) {
      throw new IllegalArgumentException("loads and counts must not be negative");
    }
  }
}
