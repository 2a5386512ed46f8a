package health.carryover.ingest.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import health.carryover.analysis.port.Repair;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A repair as JSON; the same repair always gives the same text. Any thread. */
public final class RepairForm {
  private static final int LARGEST = 64 * 1024;
  private static final int DEEPEST = 4;

  private final JsonFactory factory = new JsonFactory();
  private final JsonReader json = new JsonReader(LARGEST, DEEPEST);

  /** The text of {@code repair}. */
  public String text(Repair repair) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = factory.createGenerator(text)) {
      write(out, repair);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  /**
   * The repair that {@code text} stands for.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Repair repair(String text) {
    try {
      return read(json.readObject(text.getBytes(StandardCharsets.UTF_8)));
    } catch (Unusable e) {
      throw new IllegalArgumentException("not a repair", e);
    }
  }

  static void write(JsonGenerator out, Repair repair) throws IOException {
    out.writeStartObject();
    if (!repair.fields().isEmpty()) {
      names(out, "fields", repair.fields());
    }
    if (!repair.values().isEmpty()) {
      out.writeObjectFieldStart("values");
      for (var field : new TreeMap<>(repair.values()).entrySet()) {
        names(out, field.getKey(), field.getValue());
      }
      out.writeEndObject();
    }
    if (repair.offset() != null) {
      out.writeStringField("offset", repair.offset());
    }
    if (repair.shift() != null) {
      out.writeNumberField("shiftMs", repair.shift().toMillis());
    }
    out.writeEndObject();
  }

  private static void names(JsonGenerator out, String name, Map<String, String> names)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (var entry : new TreeMap<>(names).entrySet()) {
      out.writeStringField(entry.getKey(), entry.getValue());
    }
    out.writeEndObject();
  }

  static Repair read(Map<String, @Nullable Object> object) throws Unusable {
    Map<String, String> fields = names(object.get("fields"));
    Map<String, Map<String, String>> values = new TreeMap<>();
    Map<String, @Nullable Object> byField = JsonReader.object(object.get("values"));
    if (byField != null) {
      for (var field : byField.entrySet()) {
        values.put(field.getKey(), names(field.getValue()));
      }
    }
    Object offset = object.get("offset");
    Object shift = object.get("shiftMs");
    try {
      return new Repair(
          fields,
          values,
          offset instanceof String text ? text : null,
          shift instanceof Long millis ? Duration.ofMillis(millis) : null);
    } catch (IllegalArgumentException e) {
      throw new Unusable(RejectionCode.FIELD_RANGE);
    }
  }

  private static Map<String, String> names(@Nullable Object value) throws Unusable {
    Map<String, String> names = new TreeMap<>();
    Map<String, @Nullable Object> object = JsonReader.object(value);
    if (object != null) {
      for (var entry : object.entrySet()) {
        if (!(entry.getValue() instanceof String text)) {
          throw new Unusable(RejectionCode.FIELD_TYPE);
        }
        names.put(entry.getKey(), text);
      }
    }
    return names;
  }
}
