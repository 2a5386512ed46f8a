package health.carryover.ingest.device;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import health.carryover.analysis.port.DeviceCursors.Run;
import health.carryover.analysis.port.DeviceCursors.Stretch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * A cursor as the device reads it: {@code boot}, {@code durableSeq}, {@code durableAt}, counts and
 * reasons; {@code stored} lists what is stored above a gap, and {@code earlier} the same for runs
 * of counting before the newest one. Any thread.
 */
final class SyncDocument {
  private final JsonFactory factory = new JsonFactory();

  byte[] of(DeviceCursor cursor) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      json.writeStartObject();
      List<Run> runs = cursor.runs();
      if (runs.isEmpty()) {
        json.writeNullField("boot");
        json.writeNullField("durableSeq");
      } else {
        run(json, runs.get(0));
      }
      json.writeStringField("durableAt", cursor.heardAt().toString());
      json.writeNumberField("accepted", cursor.accepted());
      json.writeNumberField("duplicates", cursor.duplicates());
      json.writeNumberField("quarantined", cursor.quarantined());
      json.writeObjectFieldStart("reasons");
      for (Map.Entry<String, Long> reason : cursor.reasons().entrySet()) {
        json.writeNumberField(reason.getKey(), reason.getValue());
      }
      json.writeEndObject();
      if (runs.size() > 1) {
        json.writeArrayFieldStart("earlier");
        for (Run earlier : runs.subList(1, runs.size())) {
          json.writeStartObject();
          run(json, earlier);
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void run(JsonGenerator json, Run run) throws IOException {
    json.writeStringField("boot", run.boot());
    json.writeNumberField("durableSeq", run.durableSeq());
    if (!run.beyond().isEmpty()) {
      json.writeArrayFieldStart("stored");
      for (Stretch stretch : run.beyond()) {
        json.writeStartArray();
        json.writeNumber(stretch.firstInclusive());
        json.writeNumber(stretch.lastInclusive());
        json.writeEndArray();
      }
      json.writeEndArray();
    }
  }
}
