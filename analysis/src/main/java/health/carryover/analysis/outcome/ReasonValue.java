package health.carryover.analysis.outcome;

import java.util.Locale;

/** A value of a reason in English. */
final class ReasonValue {
  private static final int PARTS = 10;

  private ReasonValue() {}

  static String english(ReasonSentence.Form form, Object value) {
    return switch (form) {
      case NUMBER -> number((Double) value);
      case SIGNED -> signed((Double) value);
      case CHANCE -> chance((Double) value);
      case UNSURE_CHANCE -> chance((Double) value) + " (we're not very sure yet)";
      case NAME, RED_FLAGS, URGENCY -> (String) value;
    };
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf(Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String signed(double value) {
    return (value > 0 ? "+" : "") + number(value);
  }

  private static String chance(double probability) {
    long parts = Math.round(probability * PARTS);
    return parts == 0
        ? "less than 1 in 10"
        : parts == PARTS ? "more than 9 in 10" : "about " + parts + " in 10";
  }
}
