package health.carryover.ingest.codec;

import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Presses of the session button, and sessions told afterwards. */
final class SessionPayload {
  private static final double LONGEST_SESSION_SECONDS = 7 * 86_400;
  private static final double LARGEST_LOAD = 1e6;

  /** Start and end in whole seconds may fall short of a measured duration by as much. */
  private static final double ROUNDING_SECONDS = 2;

  private final Fields fields;

  SessionPayload(Fields fields) {
    this.fields = fields;
  }

  Content content() throws Unusable {
    String session = fields.pseudonym("session");
    return switch (fields.string("event")) {
      case "started" -> mark(session, SessionMark.Kind.STARTED);
      case "paused" -> mark(session, SessionMark.Kind.PAUSED);
      case "resumed" -> mark(session, SessionMark.Kind.RESUMED);
      case "ended" -> mark(session, SessionMark.Kind.ENDED);
      case "summary" -> summary(session);
      default -> throw new Unusable(RejectionCode.SESSION_UNKNOWN_EVENT);
    };
  }

  private Content mark(String session, SessionMark.Kind kind) throws Unusable {
    Instant at = fields.optionalTime("at");
    if (at == null) {
      throw new Unusable(RejectionCode.SESSION_NO_TIME);
    }
    return Content.of(new SessionMark(session, kind, at, plan(), rpe()));
  }

  /** Two of start, end and duration; {@code at} stands in for a missing end. */
  private Content summary(String session) throws Unusable {
    Instant start = fields.optionalTime("start");
    Instant end = fields.optionalTime("end");
    Double duration = fields.optionalNumber("durationS", 0, LONGEST_SESSION_SECONDS);
    if (end == null && (start == null || duration == null)) {
      end = fields.optionalTime("at");
    }
    if (start == null && end != null && duration != null) {
      start = end.minus(ofSeconds(duration));
    } else if (end == null && start != null && duration != null) {
      end = start.plus(ofSeconds(duration));
    }
    if (start == null || end == null) {
      throw new Unusable(RejectionCode.SESSION_NO_TIME);
    }
    fields.bounds().within(start);
    fields.bounds().within(end);
    double elapsed = Duration.between(start, end).toMillis() / 1_000.0;
    if (elapsed < 0 || elapsed > LONGEST_SESSION_SECONDS) {
      throw new Unusable(RejectionCode.FIELD_RANGE, "end");
    }
    if (duration != null && duration > elapsed + ROUNDING_SECONDS) {
      throw new Unusable(RejectionCode.FIELD_RANGE, "durationS");
    }
    Double active = duration == null ? null : Math.min(duration, elapsed);
    return Content.of(new SessionSummary(session, start, end, active, plan(), rpe()));
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  private SessionPlan plan() throws Unusable {
    return new SessionPlan(
        fields.optionalText("activity"),
        fields.optionalText("template"),
        fields.optionalNumber("plannedLoad", 0, LARGEST_LOAD));
  }

  private @Nullable Double rpe() throws Unusable {
    return fields.optionalNumber("rpe", 0, 10);
  }
}
