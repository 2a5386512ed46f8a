package health.carryover.deploy.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.deploy.simulator.DeviceMessage;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.EventLineCodec;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the calculating core says of a patient if every message comes once and in order: what an
 * installation has to say after all that happens on the way.
 */
final class InOrder {
  /** Load to its last digit, and pain: what the order of arrival may not change. */
  private static final List<String> COMPARED = List.of("load", "pain", "meanHr", "maxHr");

  private final EventLineCodec codec = new EventLineCodec(CodecSettings.DEFAULTS);
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, JsonNode> assessments = new TreeMap<>();

  /**
   * @param profile as the installation was given it
   */
  InOrder(String patient, Map<String, ?> profile, List<DeviceMessage> messages) throws IOException {
    PatientMonitor monitor = PatientMonitor.start(patient, MonitorSettings.DEFAULTS);
    accept(monitor, patient, null, "profile", profile);
    Set<String> seen = new HashSet<>();
    for (DeviceMessage message : messages) {
      if (seen.add(String.valueOf(message.payload().get("id")))) {
        accept(monitor, patient, message.device(), message.stream(), message.payload());
      }
    }
  }

  private void accept(
      PatientMonitor monitor,
      String patient,
      @Nullable String device,
      String stream,
      Map<String, ?> payload)
      throws IOException {
    ObjectNode line = json.createObjectNode();
    line.put("patient", patient);
    line.put("stream", stream);
    if (device != null) {
      line.put("device", device);
    }
    line.setAll((ObjectNode) json.<JsonNode>valueToTree(payload));
    for (ReceivedEvent event : codec.decode(json.writeValueAsString(line)).events()) {
      for (NumberedOutcome outcome : monitor.accept(event)) {
        if (outcome.outcome() instanceof Assessment assessment) {
          JsonNode document = json.valueToTree(OutcomeDocument.of(assessment));
          assessments.put(document.path("session").asText(), document);
        }
      }
    }
  }

  int sessions() {
    return assessments.size();
  }

  /** How many of its sessions {@code timeline} tells the same of. */
  int foundIn(JsonNode timeline) {
    Map<String, JsonNode> told = new TreeMap<>();
    timeline
        .path("sessions")
        .forEach(session -> told.put(session.path("session").asText(), session));
    int same = 0;
    for (Map.Entry<String, JsonNode> expected : assessments.entrySet()) {
      JsonNode found = told.get(expected.getKey());
      if (found != null
          && COMPARED.stream()
              .allMatch(field -> found.path(field).equals(expected.getValue().path(field)))) {
        same++;
      }
    }
    return same;
  }
}
