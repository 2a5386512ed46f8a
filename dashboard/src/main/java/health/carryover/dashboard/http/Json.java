package health.carryover.dashboard.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** JSON out and in: trees of maps, lists, text, numbers, booleans and nulls. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** {@code tree} as UTF-8 without line breaks. */
  public static Buffer print(Object tree) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(tree));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that is not JSON", e);
    }
  }

  /**
   * The object in {@code body}.
   *
   * @throws ApiFailure if it is not one JSON object
   */
  static ObjectNode object(Buffer body) {
    try {
      JsonNode tree = MAPPER.readTree(body.getBytes());
      if (tree instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      // What is wrong with it may quote what was sent, so it is not passed on.
    }
    throw new ApiFailure(400, "body.not-json", "The body must be one JSON object.", List.of());
  }

  /** The same as plain values, without the fields that are null. */
  static Map<String, Object> plain(Buffer body) {
    ObjectNode object = object(body);
    object.properties().removeIf(field -> field.getValue().isNull());
    return MAPPER.convertValue(object, new TypeReference<Map<String, Object>>() {});
  }
}
