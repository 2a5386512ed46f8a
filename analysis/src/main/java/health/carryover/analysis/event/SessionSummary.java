package health.carryover.analysis.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A whole session told afterwards.
 *
 * @param session the session's id, unique within the patient
 * @param start when it began
 * @param end when it ended, not before {@code start}
 * @param activeSeconds time in motion, pauses removed, 0 to {@code end - start}; absent: unknown
 * @param rpe rating of perceived exertion, CR-10 (0 to 10), or absent
 */
public record SessionSummary(
    String session,
    Instant start,
    Instant end,
    @Nullable Double activeSeconds,
    SessionPlan plan,
    @Nullable Double rpe)
    implements PatientEvent {

  public SessionSummary {
    Scales.requireId(session);
    Scales.requireZeroToTen(rpe, "rpe");
    Scales.requireNotNegative(activeSeconds, "durationS");
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("end is before start");
    }
  }

  @Override
  public Instant observedAt() {
    return end;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.sessionSummary(this);
  }
}
