package health.carryover.deploy.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.TrialSetting;
import health.carryover.dashboard.DashboardService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is said has the form that is published, and what is published is said. */
class PublishedDocumentsTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T08:00:00Z");

  private final ObjectMapper json = new ObjectMapper();
  private final JsonNode schemas = schemas();

  @Test
  void assessmentsAndAlertsHaveThePublishedForm() throws IOException {
    StringBuilder out = new StringBuilder();
    LineAnalysis.of(MonitorSettings.WHOLE_FILE, out).run(lines());
    int assessments = 0;
    int alerts = 0;
    for (String line : out.toString().lines().toList()) {
      JsonNode document = json.readTree(line);
      boolean assessment = document.path("type").asText().equals("assessment");
      check(assessment ? "Assessment" : "AlertChange", document);
      assessments += assessment ? 1 : 0;
      alerts += assessment ? 0 : 1;
    }
    assertThat(assessments).isGreaterThan(20);
    assertThat(alerts).isGreaterThan(2);
  }

  @Test
  void soDoesWhatOtherRulesWouldHaveSaid() throws IOException {
    StringBuilder out = new StringBuilder();
    MonitorSettings inUse = MonitorSettings.WHOLE_FILE;
    MonitorSettings other =
        inUse.with(TrialSetting.applied(inUse.rules(), Map.of(TrialSetting.ACCEPTABLE_PAIN, 2.0)));
    LineAnalysis.comparing(inUse, other, out).run(lines());
    JsonNode document = json.readTree(out.toString());
    check("WhatIf", document);
    assertThat(document.path("gained")).isNotEmpty();
    assertThat(document.path("changed")).isNotEmpty();
  }

  @Test
  void everyRuleThatCanBeTriedIsPublishedWithItsRange() {
    JsonNode rules = schemas.path("Trial").path("properties");
    assertThat(rules.size()).isEqualTo(TrialSetting.values().length);
    for (TrialSetting setting : TrialSetting.values()) {
      assertThat(rules.path(setting.code()).path("minimum").asDouble()).isEqualTo(setting.lowest());
      assertThat(rules.path(setting.code()).path("maximum").asDouble())
          .isEqualTo(setting.highest());
    }
  }

  /** Valid, and with no field that is not published. */
  private void check(String schema, JsonNode document) {
    ObjectNode root = json.createObjectNode();
    root.put("$ref", "#/$defs/" + schema);
    root.set("$defs", schemas);
    JsonSchema compiled = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root);
    assertThat(compiled.validate(document)).as(schema).isEmpty();
    assertThat(unpublished(schemas.path(schema), document, schema)).isEmpty();
  }

  private List<String> unpublished(JsonNode schema, JsonNode document, String path) {
    JsonNode form = resolved(schema);
    List<String> found = new ArrayList<>();
    if (document.isArray()) {
      document.forEach(item -> found.addAll(unpublished(form.path("items"), item, path + "[]")));
    } else if (document.isObject() && form.has("properties")) {
      document
          .properties()
          .forEach(
              field -> {
                JsonNode known = form.path("properties").path(field.getKey());
                String name = path + "." + field.getKey();
                if (known.isMissingNode()) {
                  found.add(name);
                } else {
                  found.addAll(unpublished(known, field.getValue(), name));
                }
              });
    }
    return found;
  }

  /** The schema behind a reference or an alternative to null. */
  private JsonNode resolved(JsonNode schema) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asText().replaceFirst(".*/", "");
      return schemas.path(name);
    }
    if (schema.has("anyOf")) {
      for (JsonNode one : schema.path("anyOf")) {
        if (!one.path("type").asText().equals("null")) {
          return resolved(one);
        }
      }
    }
    return schema;
  }

  /** Ten sessions in three weeks with answers and recovery reports, the last one too much. */
  private static InputStream lines() {
    StringBuilder lines = new StringBuilder();
    add(
        lines,
        MONDAY.minusSeconds(9_000),
        "\"stream\":\"profile\",\"zone\":\"Europe/Berlin\",\"sex\":\"female\",\"birthYear\":1969,"
            + "\"condition\":\"tendinopathy\",\"hrRest\":60");
    for (int i = 0; i < 10; i++) {
      Instant start = MONDAY.plus(Duration.ofDays(2L * i));
      int minutes = i == 9 ? 90 : 30;
      Instant end = start.plus(Duration.ofMinutes(minutes));
      String session = "\"stream\":\"session\",\"session\":\"s-" + i + "\"";
      add(
          lines,
          start.minusSeconds(7_000),
          "\"stream\":\"recovery\",\"sleepHours\":7,\"restingHr\":" + (60 + i));
      add(lines, start.minusSeconds(60), "\"stream\":\"pain\",\"nrs\":4");
      add(lines, start, session + ",\"event\":\"started\",\"template\":\"walk\"");
      for (int minute = 0; minute < minutes; minute++) {
        int bpm = (i == 9 ? 150 : 120) + minute % 3;
        lines
            .append("{\"patient\":\"p1\",\"stream\":\"heart-rate\",\"start\":\"")
            .append(start.plus(Duration.ofMinutes(minute)))
            .append("\",\"intervalMs\":1000,\"bpm\":[")
            .append(String.join(",", java.util.Collections.nCopies(60, String.valueOf(bpm))))
            .append("]}\n");
      }
      add(lines, end, session + ",\"event\":\"ended\",\"rpe\":4");
      add(lines, end.plusSeconds(300), "\"stream\":\"pain\",\"nrs\":3");
      add(lines, end.plus(Duration.ofHours(8)), "\"stream\":\"pain\",\"nrs\":" + (i == 9 ? 7 : 3));
      add(lines, end.plus(Duration.ofHours(23)), "\"stream\":\"pain\",\"nrs\":" + (i == 9 ? 8 : 3));
    }
    return new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void add(StringBuilder lines, Instant at, String fields) {
    lines
        .append("{\"patient\":\"p1\",\"at\":\"")
        .append(at)
        .append("\",")
        .append(fields)
        .append("}\n");
  }

  private JsonNode schemas() {
    try (InputStream in =
        Objects.requireNonNull(DashboardService.class.getResourceAsStream("web/openapi.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return json.readTree(text.replace("#/components/schemas/", "#/$defs/"))
          .path("components")
          .path("schemas");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
