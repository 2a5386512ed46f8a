package health.carryover.analysis.port;

/**
 * Takes a person out of a telemetry server. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface TelemetryErasure {

  /**
   * Removes every reading of {@code patient}.
   *
   * @return how many there were
   */
  long erase(String patient);

  /** How many readings of {@code patient} there are. */
  long left(String patient);
}
