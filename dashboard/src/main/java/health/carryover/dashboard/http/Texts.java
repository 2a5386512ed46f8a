package health.carryover.dashboard.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** How ids and times are written. */
public final class Texts {
  /** What is asked of an id. */
  public static final String ID_RULE = "must be 1 to 64 letters, digits, _ or -";

  /** What is asked of a time. */
  public static final String TIME_RULE =
      "must be an RFC 3339 time with offset or Z, between 1970 and 2200";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private Texts() {}

  /** Whether {@code text} is an id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The time in {@code text}, or empty if it is none or has no offset. */
  public static Optional<Instant> time(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? Optional.empty() : Optional.of(time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
