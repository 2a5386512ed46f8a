package health.carryover.analysis;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.NumberedOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One patient's monitor: takes events as they become known and says what follows from them.
 *
 * <p>Deterministic: the same calls give the same outcomes with the same ordinals, and {@code
 * advanceTo(b)} equals {@code advanceTo(a)} then {@code advanceTo(b)} for a before b. Restoring
 * from {@link #snapshot} equals never having stopped. Confined to one thread at a time.
 */
public final class PatientMonitor {
  private final String patient;
  private final MonitorSettings settings;

  private PatientMonitor(String patient, MonitorSettings settings) {
    this.patient = patient;
    this.settings = settings;
  }

  /** A monitor that knows nothing of {@code patient} yet. */
  public static PatientMonitor start(String patient, MonitorSettings settings) {
    return new PatientMonitor(patient, settings);
  }

  /**
   * The monitor that wrote {@code snapshot}.
   *
   * @throws IllegalArgumentException if the bytes are no snapshot of a known version
   */
  public static PatientMonitor restore(byte[] snapshot, MonitorSettings settings) {
    return new PatientMonitor(
        new String(snapshot, java.nio.charset.StandardCharsets.UTF_8), settings);
  }

  /** The patient's pseudonymous id. */
  public String patient() {
    return patient;
  }

  /**
   * Takes one event. First advances to its {@code receivedAt}, then uses it.
   *
   * @return what follows, in order; empty if nothing changed
   */
  public List<NumberedOutcome> accept(ReceivedEvent event) {
    return List.of();
  }

  /**
   * Lets time pass: slots fall due, silent sessions end, provisional alerts expire. An instant
   * before the newest one known is ignored.
   */
  public List<NumberedOutcome> advanceTo(Instant now) {
    return List.of();
  }

  /** The choices this monitor works with. */
  public MonitorSettings settings() {
    return settings;
  }

  /** When {@link #advanceTo} has something to do next, or empty. */
  public Optional<Instant> nextDeadline() {
    return Optional.empty();
  }

  /** Everything needed to go on elsewhere, in a versioned binary form. */
  public byte[] snapshot() {
    return patient.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
