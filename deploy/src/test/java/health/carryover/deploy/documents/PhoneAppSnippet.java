package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the class that the device guide shows for phone apps, with what an app has around it.
 */
final class PhoneAppSnippet {
  /** As on Android, of which only what is used is here. */
  private static final String JSON =
      """
      package org.json;

      import com.fasterxml.jackson.databind.JsonNode;

      public final class JSONObject {
        private final JsonNode node;

        public JSONObject(String text) throws JSONException {
          try {
            node = new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
          } catch (java.io.IOException e) {
            throw new JSONException(e.getMessage());
          }
        }

        JSONObject(JsonNode node) {
          this.node = node;
        }

        public boolean isNull(String name) {
          return !node.hasNonNull(name);
        }

        public String getString(String name) throws JSONException {
          return JSONArray.required(node.get(name)).asText();
        }

        public long getLong(String name) throws JSONException {
          return JSONArray.required(node.get(name)).asLong();
        }

        public JSONArray optJSONArray(String name) {
          return node.has(name) ? new JSONArray(node.get(name)) : null;
        }
      }
      """;

  private static final String ARRAY =
      """
      package org.json;

      import com.fasterxml.jackson.databind.JsonNode;

      public final class JSONArray {
        private final JsonNode node;

        JSONArray(JsonNode node) {
          this.node = node;
        }

        static JsonNode required(JsonNode value) throws JSONException {
          if (value == null) {
            throw new JSONException("absent");
          }
          return value;
        }

        public int length() {
          return node.size();
        }

        public JSONObject getJSONObject(int place) throws JSONException {
          return new JSONObject(required(node.get(place)));
        }

        public JSONArray getJSONArray(int place) throws JSONException {
          return new JSONArray(required(node.get(place)));
        }

        public long getLong(int place) throws JSONException {
          return required(node.get(place)).asLong();
        }
      }
      """;

  private static final String EXCEPTION =
      """
      package org.json;

      public final class JSONException extends Exception {
        public JSONException(String message) {
          super(message);
        }
      }
      """;

  private static final String APP =
      """
      import java.nio.charset.StandardCharsets;
      import org.json.JSONArray;
      import org.json.JSONException;
      import org.json.JSONObject;

      interface Store {
        void delete(String boot, long firstInclusive, long lastInclusive);
      }

      """;

  private static final String TOLD =
      """
      public final class Told {
        public static java.util.List<String> of(String sync) throws Exception {
          java.util.List<String> deleted = new java.util.ArrayList<>();
          new SyncCursor((boot, first, last) -> deleted.add(boot + " " + first + "-" + last))
              .told(sync.getBytes("UTF-8"));
          return deleted;
        }
      }
      """;

  private PhoneAppSnippet() {}

  /** Gives the folder of the classes; {@code Told.of(sync)} lists what the app deletes. */
  static Path compile(Path folder, String snippet) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Files.writeString(sources.resolve("JSONObject.java"), JSON);
    Files.writeString(sources.resolve("JSONArray.java"), ARRAY);
    Files.writeString(sources.resolve("JSONException.java"), EXCEPTION);
    Files.writeString(sources.resolve("SyncCursor.java"), APP + snippet);
    Files.writeString(sources.resolve("Told.java"), TOLD);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  List.of("-d", classes.toString(), "-proc:none"),
                  null,
                  files.getJavaFileObjects(Files.list(sources).sorted().toArray(Path[]::new)))
              .call();
      assertThat(compiled).as(complaints.toString()).isTrue();
    }
    return classes;
  }
}
