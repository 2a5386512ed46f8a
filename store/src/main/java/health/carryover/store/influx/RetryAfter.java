package health.carryover.store.influx;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header by which a server asks to be left alone for a while (RFC 9110, section 10.2.3). */
final class RetryAfter {
  /** More than nine digits is no wait that anybody means. */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /**
   * How long, as it stands in {@code headers}; zero if it does not, or in a form that means
   * nothing. A time is taken against the server's own {@code Date}, so that no other clock matters.
   */
  static Duration in(Map<String, String> headers) {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    @Nullable String asked = anyCase.get("Retry-After");
    if (asked == null) {
      return Duration.ZERO;
    }
    if (SECONDS.matcher(asked.strip()).matches()) {
      return Duration.ofSeconds(Long.parseLong(asked.strip()));
    }
    @Nullable String date = anyCase.get("Date");
    if (date == null) {
      return Duration.ZERO;
    }
    try {
      Duration until = Duration.between(time(date), time(asked));
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeException meaningless) {
      return Duration.ZERO;
    }
  }

  private static ZonedDateTime time(String header) {
    return ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
