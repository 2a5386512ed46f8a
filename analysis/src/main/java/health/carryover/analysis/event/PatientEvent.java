package health.carryover.analysis.event;

import java.time.Instant;

/** Something that happened to one patient, in event time. Immutable. */
public sealed interface PatientEvent
    permits HeartRateSamples,
        SessionMark,
        SessionSummary,
        PainReport,
        RecoveryReport,
        SafetyReport,
        ProfileChange {

  /** The last instant this event speaks of, by the clock of the device that recorded it. */
  Instant observedAt();

  /**
   * Calls the method of {@code visitor} that belongs to this kind of event.
   *
   * @param <R> what the visitor returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method for each kind of event, so that a new kind does not compile until everybody handles
   * it.
   *
   * @param <R> what each method returns
   */
  interface Visitor<R> {
    R heartRate(HeartRateSamples samples);

    R sessionMark(SessionMark mark);

    R sessionSummary(SessionSummary summary);

    R pain(PainReport report);

    R recovery(RecoveryReport report);

    R safety(SafetyReport report);

    R profile(ProfileChange change);
  }
}
