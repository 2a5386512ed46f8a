package health.carryover.ingest.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes the fields that are there; whole numbers without a fraction. */
final class JsonFields {
  private static final double EXACT = 1e15;

  private final JsonGenerator json;

  JsonFields(JsonGenerator json) {
    this.json = json;
  }

  void text(String name, @Nullable String value) {
    if (value != null) {
      write(() -> json.writeStringField(name, value));
    }
  }

  void time(String name, Instant value) {
    write(() -> json.writeStringField(name, value.toString()));
  }

  void flag(String name, @Nullable Boolean value) {
    if (value != null) {
      write(() -> json.writeBooleanField(name, value));
    }
  }

  void number(String name, @Nullable Double value) {
    if (value != null) {
      write(
          () -> {
            json.writeFieldName(name);
            value(value);
          });
    }
  }

  void value(double value) throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  void value(float value) throws IOException {
    if (value == Math.rint(value)) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  void array(String name, Body body) {
    write(
        () -> {
          json.writeArrayFieldStart(name);
          body.write();
          json.writeEndArray();
        });
  }

  JsonGenerator json() {
    return json;
  }

  private static void write(Body body) {
    try {
      body.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  interface Body {
    void write() throws IOException;
  }
}
