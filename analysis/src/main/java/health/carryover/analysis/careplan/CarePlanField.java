package health.carryover.analysis.careplan;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange.Progression;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a care plan can say. Values are text: numbers as they are read, whole ones without a
 * fraction; times of day as {@code HH:MM} in the patient's zone.
 */
// The lists are copies that nobody can change, the predicates look at nothing but their argument.
@SuppressWarnings("ImmutableEnumChecker")
public enum CarePlanField {
  ZONE("zone", Form.TEXT, "must name a time zone, like Europe/Berlin", CarePlanField::isZone),
  SEX("sex", Form.CHOICE, List.of("female", "male", "unspecified")),
  BIRTH_YEAR("birthYear", Form.WHOLE, "must be a year from 1880 to this one", isWithin(1880, 2200)),
  CONDITION(
      "condition", Form.CHOICE, Arrays.stream(Condition.values()).map(Condition::code).toList()),
  HR_REST("hrRest", Form.NUMBER, Rule.HEART_RATE, isReading()),
  HR_MAX("hrMax", Form.NUMBER, Rule.HEART_RATE, isReading()),
  HR_UNRELIABLE("hrUnreliable", Form.FLAG, List.of("true", "false")),
  HR_CEILING("hrCeiling", Form.NUMBER, Rule.HEART_RATE, isReading()),
  CURRENCY(
      "currency",
      Form.CHOICE,
      Arrays.stream(LoadCurrency.values()).map(LoadCurrency::code).toList()),
  REFERENCE_LOAD("referenceLoad", Form.NUMBER, Rule.LOAD, isLoad()),
  LOAD_LIMIT("loadLimit", Form.NUMBER, Rule.LOAD, isLoad()),
  PROGRESSION(
      "progression",
      Form.CHOICE,
      Arrays.stream(Progression.values()).map(Progression::code).toList()),
  EVENING_PROMPT(
      "eveningPrompt", Form.TIME, "must be a time from 15:00 to 23:30", isTime("15:00", "23:30")),
  MORNING_PROMPT(
      "morningPrompt", Form.TIME, "must be a time from 04:00 to 11:30", isTime("04:00", "11:30")),
  RESTRICTIONS(
      "restrictions",
      Form.LINES,
      "must have at most 1000 characters and no control characters",
      CarePlanField::isLines);

  private static final Pattern CLOCK = Pattern.compile("[0-2][0-9]:[0-5][0-9]");
  private static final int LONGEST_LINES = 1000;

  private final String code;
  private final Form form;
  private final String rule;
  private final Predicate<String> allowed;
  private final List<String> choices;

  CarePlanField(String code, Form form, List<String> choices) {
    this(code, form, "must be one of " + String.join(", ", choices), choices::contains, choices);
  }

  CarePlanField(String code, Form form, String rule, Predicate<String> allowed) {
    this(code, form, rule, allowed, List.of());
  }

  CarePlanField(
      String code, Form form, String rule, Predicate<String> allowed, List<String> choices) {
    this.code = code;
    this.form = form;
    this.rule = rule;
    this.allowed = allowed;
    this.choices = List.copyOf(choices);
  }

  /** How a value is given and shown. */
  public enum Form {
    TEXT,
    /** Text of more than one line. */
    LINES,
    CHOICE,
    NUMBER,
    WHOLE,
    /** {@code true} or {@code false}. */
    FLAG,
    TIME
  }

  private static final class Rule {
    static final String HEART_RATE = "must be a heart rate from 25 to 250 beats per minute";
    static final String LOAD = "must be above 0 and below 1000000";
  }

  /** The name in messages. */
  public String code() {
    return code;
  }

  public Form form() {
    return form;
  }

  /** What is right, in words. */
  public String rule() {
    return rule;
  }

  /** The values it can have; empty where they are not listed. */
  public List<String> choices() {
    return choices;
  }

  /** Whether {@code value} is one. */
  public boolean allows(String value) {
    return allowed.test(value);
  }

  /** Whether it can be taken back; what everybody has one of cannot. */
  public boolean canBeCleared() {
    return switch (this) {
      case ZONE, SEX, CONDITION, HR_UNRELIABLE, PROGRESSION -> false;
      case BIRTH_YEAR,
          HR_REST,
          HR_MAX,
          HR_CEILING,
          CURRENCY,
          REFERENCE_LOAD,
          LOAD_LIMIT,
          EVENING_PROMPT,
          MORNING_PROMPT,
          RESTRICTIONS ->
          true;
    };
  }

  /** The field of that name, or empty. */
  public static Optional<CarePlanField> ofCode(String code) {
    return Arrays.stream(values()).filter(field -> field.code.equals(code)).findFirst();
  }

  /** A number as a value. */
  public static String text(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : Double.toString(number);
  }

  private static boolean isZone(String text) {
    try {
      return !ZoneId.of(text).getId().isEmpty();
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isLines(String text) {
    return !text.isBlank()
        && text.codePointCount(0, text.length()) <= LONGEST_LINES
        && text.codePoints()
            .allMatch(
                c ->
                    c == '\n'
                        || (!Character.isISOControl(c)
                            && Character.getType(c) != Character.SURROGATE));
  }

  private static Predicate<String> isReading() {
    return isWithin(HeartRateSamples.LOWEST_BPM, HeartRateSamples.HIGHEST_BPM);
  }

  private static Predicate<String> isLoad() {
    return isWithin(Double.MIN_VALUE, Math.nextDown(1e6));
  }

  private static Predicate<String> isWithin(double lowest, double highest) {
    return text -> {
      try {
        double number = Double.parseDouble(text);
        return number >= lowest && number <= highest;
      } catch (NumberFormatException e) {
        return false;
      }
    };
  }

  private static Predicate<String> isTime(String first, String last) {
    return text ->
        CLOCK.matcher(text).matches()
            && text.compareTo("24:00") < 0
            && !LocalTime.parse(text).isBefore(LocalTime.parse(first))
            && !LocalTime.parse(text).isAfter(LocalTime.parse(last));
  }
}
