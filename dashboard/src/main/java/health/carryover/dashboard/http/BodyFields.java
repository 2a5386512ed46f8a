package health.carryover.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object. Each is asked for once; what is wrong is gathered, so that {@link
 * #finish} can tell it all at once. A field that is absent or null is null. Confined to one thread.
 */
public final class BodyFields {
  private final ObjectNode body;
  private final List<Violation> violations = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  BodyFields(ObjectNode body) {
    this.body = body;
  }

  /** Text of {@code name}, or null. */
  public @Nullable String text(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      refuse(name, "must be text");
      return null;
    }
    return value.textValue();
  }

  /** A number, or null. */
  public @Nullable Double number(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      refuse(name, "must be a number");
      return null;
    }
    return value.doubleValue();
  }

  /** A whole number, or null. */
  public @Nullable Integer wholeNumber(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      refuse(name, "must be a whole number");
      return null;
    }
    return value.intValue();
  }

  /** True or false, or null. */
  public @Nullable Boolean flag(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      refuse(name, "must be true or false");
      return null;
    }
    return value.booleanValue();
  }

  /** A list of texts; empty if it is absent. */
  public List<String> texts(String name) {
    JsonNode value = value(name);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    boolean fits = value.isArray();
    for (JsonNode one : value) {
      fits &= one.isTextual();
      texts.add(one.asText());
    }
    if (!fits) {
      refuse(name, "must be a list of texts");
      texts.clear();
    }
    return texts;
  }

  /** An object whose values are texts; empty if it is absent. */
  public Map<String, String> names(String name) {
    JsonNode value = value(name);
    return value == null ? Map.of() : names(name, value);
  }

  /** An object whose values are objects whose values are texts; empty if it is absent. */
  public Map<String, Map<String, String>> namesByField(String name) {
    Map<String, Map<String, String>> byField = new TreeMap<>();
    JsonNode value = value(name);
    if (value != null && !value.isObject()) {
      refuse(name, "must be an object of objects of texts");
    } else if (value != null) {
      value.properties().forEach(one -> byField.put(one.getKey(), names(name, one.getValue())));
    }
    return byField;
  }

  private Map<String, String> names(String name, JsonNode value) {
    Map<String, String> names = new TreeMap<>();
    boolean fits = value.isObject();
    for (Map.Entry<String, JsonNode> one : value.properties()) {
      fits &= one.getValue().isTextual();
      names.put(one.getKey(), one.getValue().asText());
    }
    if (!fits && !refused(name)) {
      refuse(name, "must be an object of texts");
    }
    return names;
  }

  /** An object of whatever others decide, or null. */
  public @Nullable JsonNode object(String name) {
    JsonNode value = value(name);
    if (value != null && !value.isObject()) {
      refuse(name, "must be an object");
      return null;
    }
    return value;
  }

  /** A time, or null. */
  public @Nullable Instant time(String name) {
    return parsed(name, Texts::time, Texts.TIME_RULE);
  }

  /** An id, or null. */
  public @Nullable String id(String name) {
    return parsed(name, text -> Optional.of(text).filter(Texts::isId), Texts.ID_RULE);
  }

  /**
   * The text of {@code name} as {@code parser} reads it, or null; {@code rule} says what is right.
   */
  public <T> @Nullable T parsed(String name, Function<String, Optional<T>> parser, String rule) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    Optional<T> value = parser.apply(text);
    if (value.isEmpty()) {
      refuse(name, rule);
      return null;
    }
    return value.get();
  }

  /** Records that {@code name} is wrong. */
  public void refuse(String name, String message) {
    violations.add(new Violation(name, message));
  }

  /** Whether {@code name} was already found wrong. */
  public boolean refused(String name) {
    return violations.stream().anyMatch(violation -> violation.field().equals(name));
  }

  /** Records that {@code name} must be there, unless it is or was found wrong already. */
  public void require(String name) {
    if (value(name) == null && !refused(name)) {
      refuse(name, "is required");
    }
  }

  /**
   * Ends the reading.
   *
   * @throws ApiFailure naming everything that was wrong, unknown fields included
   */
  public void finish() {
    int unknown = 0;
    for (String name : (Iterable<String>) body::fieldNames) {
      if (!known.contains(name)) {
        unknown++;
      }
    }
    if (unknown > 0) {
      // Their names are whatever was sent, so they are counted and not quoted.
      refuse("body", "has fields that are not known: " + unknown);
    }
    if (!violations.isEmpty()) {
      throw ApiFailure.invalid(violations);
    }
  }

  private @Nullable JsonNode value(String name) {
    known.add(name);
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
