package health.carryover.dashboard.overview;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the small plots show of a session: little, because it is held of thousands of patients.
 *
 * @param startAt null: not known
 * @param load in the patient's currency, or null
 * @param tolerated the load that was believed to be tolerated then, or null
 * @param flare whether the patient called it one
 * @param rebound pain afterwards, the worse of evening and next morning, less that before; null
 *     where either is not known
 */
public record PastSession(
    @Nullable Instant startAt,
    @Nullable Double load,
    @Nullable Double tolerated,
    boolean flare,
    @Nullable Double rebound) {

  static PastSession of(Map<String, @Nullable Object> assessment) {
    return new PastSession(
        assessment.get("start") instanceof String start
            ? OffsetDateTime.parse(start).toInstant()
            : null,
        number(assessment.get("load"), "value"),
        number(assessment.get("tolerance"), "toleratedLoad"),
        Boolean.TRUE.equals(assessment.get("flare")),
        rebound(assessment.get("pain")));
  }

  private static @Nullable Double rebound(@Nullable Object pain) {
    Double before = number(pain, "before");
    Double evening = number(pain, "evening");
    Double morning = number(pain, "nextMorning");
    if (before == null || (evening == null && morning == null)) {
      return null;
    }
    return Math.max(or(evening, -1), or(morning, -1)) - before;
  }

  private static double or(@Nullable Double value, double otherwise) {
    return value == null ? otherwise : value;
  }

  private static @Nullable Double number(@Nullable Object document, String name) {
    return document instanceof Map<?, ?> map && map.get(name) instanceof Number number
        ? number.doubleValue()
        : null;
  }
}
