package health.carryover.analysis.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One press of the session button: started, paused, resumed or ended.
 *
 * @param session the session's id, unique within the patient
 * @param at when it was pressed
 * @param plan what the patient set out to do; carried by {@code started}
 * @param rpe the patient's rating of perceived exertion, CR-10 (0 to 10), or absent
 */
public record SessionMark(
    String session, Kind kind, Instant at, SessionPlan plan, @Nullable Double rpe)
    implements PatientEvent {

  public SessionMark {
    Scales.requireId(session);
    Scales.requireZeroToTen(rpe, "rpe");
  }

  @Override
  public Instant observedAt() {
    return at;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.sessionMark(this);
  }

  /** The four presses. */
  public enum Kind {
    STARTED,
    PAUSED,
    RESUMED,
    ENDED
  }
}
