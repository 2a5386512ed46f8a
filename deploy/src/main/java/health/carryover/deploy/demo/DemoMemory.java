package health.carryover.deploy.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.carryover.deploy.simulator.DeviceMessage;
import health.carryover.deploy.simulator.SimulatedClinic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the invented clinic has to know after a restart: which one it is, and what its patients are
 * still going to say.
 *
 * @param clinic which clinic it is
 * @param due messages not sent yet
 */
record DemoMemory(SimulatedClinic clinic, List<DeviceMessage> due) {
  private static final String FILE = "clinic.json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, @Nullable Object>> PAYLOAD =
      new TypeReference<>() {};

  /** What was remembered in {@code folder}, or empty if the history is not complete there. */
  static Optional<DemoMemory> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode root = JSON.readTree(file.toFile());
    List<DeviceMessage> due = new ArrayList<>();
    for (JsonNode one : root.path("due")) {
      Map<String, @Nullable Object> payload = JSON.convertValue(one.path("payload"), PAYLOAD);
      due.add(
          new DeviceMessage(
              Instant.parse(one.path("sendAt").asText()),
              one.path("device").asText(),
              one.path("stream").asText(),
              payload));
    }
    return Optional.of(
        new DemoMemory(
            new SimulatedClinic(
                root.path("seed").asLong(), Instant.parse(root.path("createdAt").asText())),
            due));
  }

  /** Remembers this in {@code folder}, all of it or nothing. */
  void write(Path folder) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("seed", clinic.seed());
    root.put("createdAt", clinic.createdAt().toString());
    ArrayNode messages = root.putArray("due");
    for (DeviceMessage message : due) {
      ObjectNode one = messages.addObject();
      one.put("sendAt", message.sendAt().toString());
      one.put("device", message.device());
      one.put("stream", message.stream());
      one.set("payload", JSON.valueToTree(message.payload()));
    }
    Path draft = folder.resolve(FILE + ".new");
    JSON.writeValue(draft.toFile(), root);
    Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
