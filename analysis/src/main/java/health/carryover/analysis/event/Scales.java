package health.carryover.analysis.event;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bounds that several events share. */
final class Scales {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private Scales() {}

  static void requireZeroToTen(@Nullable Double value, String name) {
    if (value != null && !(value >= 0 && value <= 10)) {
      throw new IllegalArgumentException(name + " must be within 0 and 10");
    }
  }

  static void requireNotNegative(@Nullable Double value, String name) {
    if (value != null && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must not be negative");
    }
  }

  static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("an id has 1 to 64 letters, digits, _ or -");
    }
  }
}
