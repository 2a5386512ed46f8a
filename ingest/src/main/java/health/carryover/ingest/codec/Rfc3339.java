package health.carryover.ingest.codec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Times as RFC 3339 (Klyne and Newman 2002), section 5.6 writes them: {@code
 * 2026-03-01T10:00:00.5+01:00}. A leap second counts as the second after it; fractions beyond
 * milliseconds are cut, since readings are kept in milliseconds: a session that began microseconds
 * after its first reading would have ended before it began.
 */
final class Rfc3339 {
  private static final int SECONDS_TEXT = "2026-03-01T10:00:00".length();
  private static final int OFFSET_TEXT = "+01:00".length();
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final String text;
  private int position;

  private Rfc3339(String text) {
    this.text = text;
  }

  /** The instant {@code text} stands for. */
  static Instant parse(String text) throws Unusable {
    return new Rfc3339(text).instant();
  }

  private Instant instant() throws Unusable {
    if (text.length() < SECONDS_TEXT) {
      throw malformed();
    }
    int year = digits(4);
    expect('-');
    int month = within(digits(2), 1, 12);
    expect('-');
    int day = within(digits(2), 1, YearMonth.of(year, month).lengthOfMonth());
    separator();
    int hour = within(digits(2), 0, 23);
    expect(':');
    int minute = within(digits(2), 0, 59);
    expect(':');
    int second = within(digits(2), 0, 60);
    int nanos = fraction();
    long offset = offsetSeconds();
    long local =
        LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY
            + hour * 3_600L
            + minute * 60L
            + second;
    return Instant.ofEpochSecond(local - offset, nanos);
  }

  private void separator() throws Unusable {
    char c = text.charAt(position++);
    if (c != 'T' && c != 't' && c != ' ') {
      throw malformed();
    }
  }

  private int fraction() throws Unusable {
    if (position == text.length() || text.charAt(position) != '.') {
      return 0;
    }
    position++;
    int first = position;
    int nanos = 0;
    int unit = 100_000_000;
    while (position < text.length() && isDigit(text.charAt(position))) {
      nanos += (text.charAt(position++) - '0') * unit;
      unit /= 10;
    }
    if (position == first) {
      throw malformed();
    }
    return nanos - nanos % NANOS_PER_MILLI;
  }

  private long offsetSeconds() throws Unusable {
    if (position == text.length()) {
      throw new Unusable(RejectionCode.TIME_NO_OFFSET);
    }
    char sign = text.charAt(position++);
    if (sign == 'Z' || sign == 'z') {
      if (position != text.length()) {
        throw malformed();
      }
      return 0;
    }
    if ((sign != '+' && sign != '-') || text.length() - position != OFFSET_TEXT - 1) {
      throw malformed();
    }
    int hours = within(digits(2), 0, 23);
    expect(':');
    int minutes = within(digits(2), 0, 59);
    long seconds = hours * 3_600L + minutes * 60L;
    return sign == '-' ? -seconds : seconds;
  }

  private int digits(int count) throws Unusable {
    int value = 0;
    for (int i = 0; i < count; i++) {
      char c = text.charAt(position++);
      if (!isDigit(c)) {
        throw malformed();
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void expect(char wanted) throws Unusable {
    if (text.charAt(position++) != wanted) {
      throw malformed();
    }
  }

  private static int within(int value, int lowest, int highest) throws Unusable {
    if (value < lowest || value > highest) {
      throw malformed();
    }
    return value;
  }

  private static Unusable malformed() {
    return new Unusable(RejectionCode.TIME_MALFORMED);
  }
}
