package health.carryover.ingest.codec;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Public input that lies beside the checkout; absent elsewhere. */
final class Shared {
  private Shared() {}

  /** All of a file. */
  static String text(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(String file) {
    Path path = Path.of(System.getProperty("carryover.shared", "../shared"), "data", file);
    if (!Files.exists(path)) {
      String absent = "NOT RUN: " + file + " is absent";
      if (Boolean.getBoolean("carryover.shared.required")) {
        fail(absent);
      }
      System.out.println(absent);
      Assumptions.abort(absent);
    }
    return path;
  }

  /** The JSON lines of a file, each as a map. */
  static List<Map<String, Object>> lines(String file) {
    JsonReader json = new JsonReader(1 << 24, 32);
    try {
      return Files.readAllLines(path(file)).stream()
          .filter(line -> !line.isBlank())
          .map(line -> object(json, line))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value of {@link JsonReader} as JSON again. */
  static byte[] json(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      write(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      out.writeStartObject();
      for (Map.Entry<?, ?> field : object.entrySet()) {
        out.writeFieldName((String) field.getKey());
        write(out, field.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Number number) {
      out.writeNumber(number.longValue());
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value == null) {
      out.writeNull();
    } else {
      out.writeString((String) value);
    }
  }

  static byte[] bytes(Map<String, Object> line) {
    return Base64.getDecoder().decode((String) line.get("base64"));
  }

  private static Map<String, Object> object(JsonReader json, String line) {
    try {
      return json.readObject(line.getBytes(StandardCharsets.UTF_8));
    } catch (Unusable e) {
      throw new IllegalStateException(e.code().code());
    }
  }
}
