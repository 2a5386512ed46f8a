package health.carryover.deploy.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.EventLine;
import health.carryover.ingest.codec.EventLineCodec;
import health.carryover.ingest.topic.StreamName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Event lines as the messages of devices. A line that names a stream of devices is published as it
 * is, even if the service will refuse it; its patient and receive time stay behind, since a device
 * does not know them.
 */
final class EventLineFile {
  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private final EventLineCodec codec = new EventLineCodec(CodecSettings.DEFAULTS);
  private final List<RecordedMessage> messages = new ArrayList<>();
  private @Nullable Instant first;
  private Duration offset = Duration.ZERO;
  private int skipped;

  private EventLineFile() {}

  static Recording read(Path file) throws IOException {
    EventLineFile recording = new EventLineFile();
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    text.lines().filter(line -> !line.isBlank()).forEach(recording::take);
    return new Recording(recording.messages, recording.skipped);
  }

  private void take(String line) {
    Optional<Map<String, @Nullable Object>> object = object(line);
    Optional<StreamName> stream =
        object
            .map(fields -> String.valueOf(fields.get("stream")))
            .flatMap(StreamName::ofCode)
            .filter(StreamName::comesFromDevices);
    if (object.isEmpty() || stream.isEmpty()) {
      skipped++;
      return;
    }
    Map<String, @Nullable Object> payload = new LinkedHashMap<>(object.get());
    Object device = payload.remove("device");
    payload.keySet().removeAll(List.of("patient", "stream", "receivedAt"));
    advance(codec.decode(line));
    messages.add(
        new RecordedMessage(
            offset, device instanceof String id ? id : null, stream.get().code(), payload));
  }

  /** A line without usable time goes with the one before. */
  private void advance(EventLine line) {
    line.events().stream()
        .map(ReceivedEvent::receivedAt)
        .max(Comparator.naturalOrder())
        .ifPresent(
            at -> {
              Instant start = first == null ? at : first;
              first = start;
              Duration since = Duration.between(start, at);
              offset = since.compareTo(offset) > 0 ? since : offset;
            });
  }

  private Optional<Map<String, @Nullable Object>> object(String line) {
    try {
      return Optional.ofNullable(json.readValue(line, OBJECT));
    } catch (JsonProcessingException notAnObject) {
      return Optional.empty();
    }
  }
}
