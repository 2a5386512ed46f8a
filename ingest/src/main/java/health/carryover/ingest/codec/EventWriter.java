package health.carryover.ingest.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.ingest.topic.StreamName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes events as payloads and as event lines; the codecs read both back. Any thread. */
public final class EventWriter {
  private final JsonFactory factory = new JsonFactory();

  /**
   * The sender's keys of a message, each absent if there is none.
   *
   * @param id idempotency key
   * @param boot names the run of the counter
   * @param sequence the counter
   */
  public record Keys(@Nullable String id, @Nullable String boot, @Nullable Long sequence) {
    /** No key at all. */
    public static final Keys NONE = new Keys(null, null, null);
  }

  /** The stream on which {@code event} travels. */
  public static StreamName streamOf(PatientEvent event) {
    return event.accept(new StreamOf());
  }

  /** The payload a device would publish. */
  public byte[] payload(PatientEvent event, Keys keys) {
    return object(json -> writeEvent(json, event, keys));
  }

  /** The event line, without a line end. */
  public String line(String patient, ReceivedEvent received) {
    Keys keys = new Keys(received.reportId(), received.boot(), received.sequence());
    byte[] line =
        object(
            json -> {
              json.writeStringField("patient", patient);
              json.writeStringField("stream", streamOf(received.event()).code());
              if (received.device() != null) {
                json.writeStringField("device", received.device());
              }
              json.writeStringField("receivedAt", received.receivedAt().toString());
              writeEvent(json, received.event(), keys);
            });
    return new String(line, StandardCharsets.UTF_8);
  }

  private static void writeEvent(JsonGenerator json, PatientEvent event, Keys keys)
      throws IOException {
    JsonFields fields = new JsonFields(json);
    fields.text("id", keys.id());
    fields.text("boot", keys.boot());
    if (keys.sequence() != null) {
      json.writeNumberField("seq", keys.sequence());
    }
    try {
      event.accept(new EventFields(fields));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private byte[] object(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** The code of a sensor, or null if it is not known. */
  static @Nullable String code(HeartRateSamples.Sensor sensor) {
    return switch (sensor) {
      case CHEST -> "chest";
      case WRIST -> "wrist";
      case UNKNOWN -> null;
    };
  }
}
