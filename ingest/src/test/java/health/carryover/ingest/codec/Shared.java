package health.carryover.ingest.codec;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Public input that lies beside the checkout; absent elsewhere. */
final class Shared {
  private Shared() {}

  /** The JSON lines of a file, each as a map. */
  static List<Map<String, Object>> lines(String file) {
    Path path = Path.of(System.getProperty("carryover.shared", "../shared"), "data", file);
    if (!Files.exists(path)) {
      String absent = "NOT RUN: " + file + " is absent";
      if (Boolean.getBoolean("carryover.shared.required")) {
        fail(absent);
      }
      System.out.println(absent);
      Assumptions.abort(absent);
    }
    JsonReader json = new JsonReader(1 << 24, 32);
    try {
      return Files.readAllLines(path).stream()
          .filter(line -> !line.isBlank())
          .map(line -> object(json, line))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(Map<String, Object> line) {
    return Base64.getDecoder().decode((String) line.get("base64"));
  }

  private static Map<String, Object> object(JsonReader json, String line) {
    try {
      return json.readObject(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (Unusable e) {
      throw new IllegalStateException(e.code().code());
    }
  }
}
