package health.carryover.deploy.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Feedback as a device reads it. Any thread. */
final class FeedbackDocument {
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param askAt of each open question that has a time of its own
   */
  byte[] of(Feedback feedback, Map<String, Instant> askAt, Instant now) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", feedback.kind().code());
    document.put("session", feedback.session());
    if (feedback.kind() == Feedback.Kind.PAIN_QUESTION) {
      document.put("slots", feedback.slots());
      Map<String, String> times = new LinkedHashMap<>();
      askAt.forEach((slot, at) -> times.put(slot, at.toString()));
      document.put("askAt", times);
      document.put(
          "due",
          feedback.slots().stream()
              .filter(slot -> !askAt.getOrDefault(slot, Instant.MIN).isAfter(now))
              .toList());
    }
    if (feedback.action() != null) {
      document.put("action", feedback.action());
    }
    if (feedback.volumeChange() != null) {
      document.put("volumeChange", feedback.volumeChange());
    }
    document.put("until", feedback.until().toString());
    document.put("text", feedback.text());
    try {
      return json.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      // Without the cause: its message may quote the document.
      throw new IllegalStateException("a document of plain values");
    }
  }
}
