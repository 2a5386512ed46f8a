package health.carryover.deploy.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Feedback as a device reads it. Any thread. */
final class FeedbackDocument {
  private final ObjectMapper json = new ObjectMapper();

  byte[] of(Feedback feedback) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", feedback.kind().code());
    document.put("session", feedback.session());
    if (feedback.kind() == Feedback.Kind.PAIN_QUESTION) {
      document.put("slots", feedback.slots());
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
