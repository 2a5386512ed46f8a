package health.carryover.ingest.codec;

import health.carryover.ingest.topic.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one payload, by name and type. A field that is null counts as absent; fields nobody
 * asks for are ignored.
 */
final class Fields {
  private static final int LONGEST_TEXT = 256;
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,128}");

  private final Map<String, @Nullable Object> values;
  private final TimeBounds bounds;

  Fields(Map<String, @Nullable Object> values, TimeBounds bounds) {
    this.values = values;
    this.bounds = bounds;
  }

  TimeBounds bounds() {
    return bounds;
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  @Nullable Object raw(String name) {
    return values.get(name);
  }

  /** The fields of an object within. */
  Fields object(String name) throws Unusable {
    Map<String, @Nullable Object> object = JsonReader.object(required(values.get(name), name));
    if (object == null) {
      throw new Unusable(RejectionCode.FIELD_TYPE, name);
    }
    return new Fields(object, bounds);
  }

  Instant time(String name) throws Unusable {
    return required(optionalTime(name), name);
  }

  @Nullable Instant optionalTime(String name) throws Unusable {
    Object value = values.get(name);
    return value == null ? null : bounds.instant(value);
  }

  double number(String name, double lowest, double highest) throws Unusable {
    return required(optionalNumber(name, lowest, highest), name);
  }

  @Nullable Double optionalNumber(String name, double lowest, double highest) throws Unusable {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Number number)) {
      throw new Unusable(RejectionCode.FIELD_TYPE, name);
    }
    double amount = number.doubleValue();
    if (!(amount >= lowest && amount <= highest)) {
      throw new Unusable(RejectionCode.FIELD_RANGE, name);
    }
    // -0 and 0 are one value; keep the usual one.
    return amount + 0.0;
  }

  @Nullable Long optionalCount(String name) throws Unusable {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Long count)) {
      throw new Unusable(
          value instanceof Double ? RejectionCode.FIELD_RANGE : RejectionCode.FIELD_TYPE, name);
    }
    if (count < 0) {
      throw new Unusable(RejectionCode.FIELD_RANGE, name);
    }
    return count;
  }

  @Nullable Boolean optionalFlag(String name) throws Unusable {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Boolean flag)) {
      throw new Unusable(RejectionCode.FIELD_TYPE, name);
    }
    return flag;
  }

  /** A free text that can be stored and shown anywhere. */
  @Nullable String optionalText(String name) throws Unusable {
    String text = optionalString(name);
    if (text != null && !isPlainText(text)) {
      throw new Unusable(RejectionCode.FIELD_TEXT, name);
    }
    return text;
  }

  /** A clinic, patient or session. */
  String pseudonym(String name) throws Unusable {
    return required(optionalPseudonym(name), name);
  }

  @Nullable String optionalPseudonym(String name) throws Unusable {
    String text = optionalString(name);
    if (text != null && !Ids.isPseudonym(text)) {
      throw new Unusable(RejectionCode.ID_MALFORMED, name);
    }
    return text;
  }

  @Nullable String optionalDevice(String name) throws Unusable {
    String text = optionalString(name);
    if (text != null && !Ids.isDevice(text)) {
      throw new Unusable(RejectionCode.ID_MALFORMED, name);
    }
    return text;
  }

  /** A sender's key: visible ASCII, or a whole number. */
  @Nullable String optionalKey(String name) throws Unusable {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Long number) {
      return number.toString();
    }
    if (!(value instanceof String text)) {
      throw new Unusable(RejectionCode.FIELD_TYPE, name);
    }
    if (!KEY.matcher(text).matches()) {
      throw new Unusable(RejectionCode.ID_MALFORMED, name);
    }
    return text;
  }

  /**
   * One of a closed set of names.
   *
   * @param <E> what the names stand for
   */
  <E> @Nullable E optionalCode(String name, Function<String, Optional<E>> ofCode) throws Unusable {
    String text = optionalString(name);
    if (text == null) {
      return null;
    }
    Optional<E> known = ofCode.apply(text);
    if (known.isEmpty()) {
      throw new Unusable(RejectionCode.FIELD_UNKNOWN_VALUE, name);
    }
    return known.get();
  }

  String string(String name) throws Unusable {
    return required(optionalString(name), name);
  }

  @Nullable String optionalString(String name) throws Unusable {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw new Unusable(RejectionCode.FIELD_TYPE, name);
    }
    return text;
  }

  List<@Nullable Object> array(String name) throws Unusable {
    Object value = required(values.get(name), name);
    if (!(value instanceof List<?> list)) {
      throw new Unusable(RejectionCode.FIELD_TYPE, name);
    }
    @SuppressWarnings("unchecked")
    List<@Nullable Object> array = (List<@Nullable Object>) list;
    return array;
  }

  private static <T> T required(@Nullable T value, String name) throws Unusable {
    if (value == null) {
      throw new Unusable(RejectionCode.FIELD_MISSING, name);
    }
    return value;
  }

  private static boolean isPlainText(String text) {
    return text.length() <= LONGEST_TEXT
        && text.codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }
}
