package health.carryover.ingest.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text into maps, lists, {@link String}, {@link Long}, {@link Double}, {@link
 * Boolean} and null. Bounded in size and depth; refuses duplicate names, bytes that are not UTF-8
 * and anything after the text. A number too large for its type is infinite. Any thread.
 */
final class JsonReader {
  private final JsonFactory factory;
  private final int largest;
  private final int deepest;

  JsonReader(int largestBytes, int deepest) {
    this.largest = largestBytes;
    this.deepest = deepest;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(deepest)
                    .maxStringLength(largestBytes)
                    .maxNameLength(largestBytes)
                    .build())
            // Names come from strangers: they must not fill a table that outlives the message.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();
  }

  /** The value the bytes stand for. */
  @Nullable Object read(byte[] bytes) throws Unusable {
    if (bytes.length > largest) {
      throw new Unusable(RejectionCode.JSON_TOO_LARGE);
    }
    requireUtf8(bytes);
    try (JsonParser parser = factory.createParser(bytes)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new Unusable(RejectionCode.JSON_MALFORMED);
      }
      Object value = value(parser, first, deepest);
      if (parser.nextToken() != null) {
        throw new Unusable(RejectionCode.JSON_MALFORMED);
      }
      return value;
    } catch (StreamConstraintsException e) {
      boolean tooDeep = String.valueOf(e.getMessage()).contains("nesting depth");
      throw new Unusable(tooDeep ? RejectionCode.JSON_TOO_DEEP : RejectionCode.JSON_MALFORMED);
    } catch (IOException | RuntimeException e) {
      throw new Unusable(RejectionCode.JSON_MALFORMED);
    }
  }

  /** The object the bytes stand for. */
  Map<String, @Nullable Object> readObject(byte[] bytes) throws Unusable {
    return objectOrRefuse(read(bytes));
  }

  /** {@code value} if it is an object. */
  static Map<String, @Nullable Object> objectOrRefuse(@Nullable Object value) throws Unusable {
    Map<String, @Nullable Object> object = object(value);
    if (object == null) {
      throw new Unusable(RejectionCode.JSON_NOT_OBJECT);
    }
    return object;
  }

  /** {@code value} if it is an object, else null. */
  @SuppressWarnings("unchecked")
  static @Nullable Map<String, @Nullable Object> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
  }

  // The depth is bounded here and in the parser, so the recursion is too.
  private @Nullable Object value(JsonParser parser, JsonToken token, int levels)
      throws IOException, Unusable {
    return switch (token) {
      case START_OBJECT -> object(parser, levels);
      case START_ARRAY -> array(parser, levels);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new Unusable(RejectionCode.JSON_MALFORMED);
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return Double.parseDouble(parser.getText());
    }
    return parser.getLongValue();
  }

  private Map<String, @Nullable Object> object(JsonParser parser, int levels)
      throws IOException, Unusable {
    requireLevel(levels);
    Map<String, @Nullable Object> object = new HashMap<>();
    for (JsonToken token = next(parser); token != JsonToken.END_OBJECT; token = next(parser)) {
      String name = parser.currentName();
      int before = object.size();
      object.put(name, value(parser, next(parser), levels - 1));
      if (object.size() == before) {
        throw new Unusable(RejectionCode.JSON_DUPLICATE_KEY);
      }
    }
    return object;
  }

  private List<@Nullable Object> array(JsonParser parser, int levels) throws IOException, Unusable {
    requireLevel(levels);
    List<@Nullable Object> array = new ArrayList<>();
    for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
      array.add(value(parser, token, levels - 1));
    }
    return array;
  }

  private static JsonToken next(JsonParser parser) throws IOException, Unusable {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new Unusable(RejectionCode.JSON_MALFORMED);
    }
    return token;
  }

  private static void requireLevel(int levels) throws Unusable {
    if (levels <= 0) {
      throw new Unusable(RejectionCode.JSON_TOO_DEEP);
    }
  }

  /**
   * The parser guesses UTF-16 and UTF-32 and lets some malformed UTF-8 pass; neither is wanted. No
   * JSON text holds the byte 0, and every UTF-16 or UTF-32 one does.
   */
  private static void requireUtf8(byte[] bytes) throws Unusable {
    boolean ascii = true;
    for (byte b : bytes) {
      if (b == 0) {
        throw new Unusable(RejectionCode.JSON_MALFORMED);
      }
      ascii &= b > 0;
    }
    if (!ascii) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      } catch (CharacterCodingException e) {
        throw new Unusable(RejectionCode.JSON_ENCODING);
      }
    }
  }
}
