package health.carryover.store.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents as JSON text and back, members in their order. Any thread. */
final class DocumentText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, @Nullable Object>> DOCUMENT =
      new TypeReference<>() {};

  private DocumentText() {}

  static String of(Map<String, @Nullable Object> document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      // Without the cause: its message may quote the document.
      throw new IllegalArgumentException("a document that is no tree of maps, lists and values");
    }
  }

  static Map<String, @Nullable Object> parse(String text) {
    try {
      return JSON.readValue(text, DOCUMENT);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored document is no JSON");
    }
  }
}
