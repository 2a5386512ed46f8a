package health.carryover.ingest.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import health.carryover.analysis.port.Repair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A message of the journal on its way through it again: the bytes as they came, when and where they
 * came, and what is to be done with them. The same envelope always has the same bytes.
 *
 * @param replays the entry it comes from
 * @param receivedAt when the bytes came: what is relative to the receipt is relative to this one
 * @param elements which elements are wanted; null: all
 * @param repairs applied one after the other
 */
public record ReplayEnvelope(
    long replays,
    Instant receivedAt,
    String channel,
    @Nullable String contentType,
    byte[] payload,
    @Nullable SortedSet<Integer> elements,
    List<Repair> repairs) {

  public ReplayEnvelope {
    repairs = List.copyOf(repairs);
  }

  /** As the payload of a message. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length * 2 + 256);
    try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("replays", replays);
      out.writeStringField("receivedAt", receivedAt.toString());
      out.writeStringField("channel", channel);
      if (contentType != null) {
        out.writeStringField("contentType", contentType);
      }
      if (elements != null) {
        out.writeArrayFieldStart("elements");
        for (int element : elements) {
          out.writeNumber(element);
        }
        out.writeEndArray();
      }
      out.writeArrayFieldStart("repairs");
      for (Repair repair : repairs) {
        RepairForm.write(out, repair);
      }
      out.writeEndArray();
      out.writeStringField("payload", Base64.getEncoder().encodeToString(payload));
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  static ReplayEnvelope read(Map<String, @Nullable Object> object) throws Unusable {
    Fields fields = new Fields(object, new TimeBounds(Instant.MIN, Instant.MAX));
    Long replays = fields.optionalCount("replays");
    if (replays == null) {
      throw new Unusable(RejectionCode.FIELD_MISSING, "replays");
    }
    SortedSet<Integer> elements = null;
    if (fields.has("elements")) {
      elements = new TreeSet<>();
      for (Object element : fields.array("elements")) {
        if (!(element instanceof Long index)) {
          throw new Unusable(RejectionCode.FIELD_TYPE, "elements");
        }
        elements.add(index.intValue());
      }
    }
    List<Repair> repairs = new ArrayList<>();
    for (Object repair : fields.array("repairs")) {
      repairs.add(RepairForm.read(JsonReader.objectOrRefuse(repair)));
    }
    try {
      return new ReplayEnvelope(
          replays,
          fields.time("receivedAt"),
          fields.string("channel"),
          fields.optionalString("contentType"),
          Base64.getDecoder().decode(fields.string("payload")),
          elements,
          repairs);
    } catch (IllegalArgumentException notBase64) {
      throw new Unusable(RejectionCode.FIELD_TYPE, "payload");
    }
  }
}
