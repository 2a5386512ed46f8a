package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import health.carryover.dashboard.web.Pages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Holds every answer of the API that a test hears to the published document. Any thread. */
final class PublishedAnswers {
  /** Answers that any call can get before it is looked at, or because the service is in need. */
  private static final Set<Integer> ANYWHERE = Set.of(408, 413, 415, 429, 500, 503);

  private final ObjectMapper mapper = new ObjectMapper();
  private final JsonNode document;
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

  PublishedAnswers() {
    try (InputStream in = Pages.class.getResourceAsStream("openapi.json")) {
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      document = mapper.readTree(text.replace("#/components/schemas/", "#/$defs/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails where status or content are not as published; a path nobody published is left alone. */
  void check(HttpResponse<String> response) {
    String asked = response.request().uri().getPath();
    String method = response.request().method().toLowerCase(Locale.ROOT);
    Optional<String> path = template(asked, method);
    if (path.isEmpty()) {
      return;
    }
    String what = method + " " + path.get() + " " + response.statusCode();
    JsonNode answer =
        document
            .path("paths")
            .path(path.get())
            .path(method)
            .path("responses")
            .path(String.valueOf(response.statusCode()));
    boolean common = answer.isMissingNode() && ANYWHERE.contains(response.statusCode());
    assertThat(answer.isMissingNode() && !common).as("not published: %s", what).isFalse();
    String type = response.headers().firstValue("Content-Type").orElse("");
    JsonNode schema =
        common
            ? document.at("/components/schemas/Error")
            : answer.at("/content/application~1json/schema");
    if (!type.startsWith("application/json")) {
      return;
    }
    assertThat(schema.isMissingNode()).as("no content published: %s", what).isFalse();
    try {
      assertThat(
              schemas
                  .computeIfAbsent(what, key -> compiled(schema))
                  .validate(mapper.readTree(response.body())))
          .as(what)
          .isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonSchema compiled(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("$defs", document.at("/components/schemas"));
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole);
  }

  /** The published path that {@code asked} is one of; the one without places first. */
  private Optional<String> template(String asked, String method) {
    String found = null;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      if (path.getValue().has(method) && matches(path.getKey(), asked)) {
        if (!path.getKey().contains("{")) {
          return Optional.of(path.getKey());
        }
        found = path.getKey();
      }
    }
    return Optional.ofNullable(found);
  }

  private static boolean matches(String template, String asked) {
    String pattern = Pattern.quote(template).replaceAll("\\{[a-zA-Z]+}", "\\\\E[^/]+\\\\Q");
    return asked.matches(pattern);
  }
}
