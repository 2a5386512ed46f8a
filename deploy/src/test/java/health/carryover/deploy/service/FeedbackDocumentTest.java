package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.dashboard.DashboardService;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a device is told has the published form. */
class FeedbackDocumentTest {
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
  private static final Instant KNOWN = START.plus(Duration.ofHours(1));

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void questionsAndSuggestionsOfAnAssessment() throws Exception {
    Assessment assessment = SampleOutcomes.assessment("p1", "s-1", 1, START, KNOWN);
    List<Feedback> told = Feedback.of(assessment, KNOWN);
    assertThat(told)
        .extracting(Feedback::kind)
        .containsExactly(Feedback.Kind.PAIN_QUESTION, Feedback.Kind.NEXT_SESSION);
    JsonSchema schema = schema();
    for (Feedback one : told) {
      JsonNode document = json.readTree(new FeedbackDocument().of(one, Map.of(), Instant.EPOCH));
      assertThat(schema.validate(document)).as(document.toString()).isEmpty();
    }
    JsonNode suggestion =
        json.readTree(new FeedbackDocument().of(told.get(1), Map.of(), Instant.EPOCH));
    assertThat(suggestion.path("action").asText()).isEqualTo(assessment.guidance().action());
    assertThat(suggestion.path("volumeChange").asDouble())
        .isEqualTo(assessment.guidance().volumeChange());
  }

  @Test
  void whatIsNoNewsIsNotTold() {
    Assessment assessment = SampleOutcomes.assessment("p1", "s-1", 1, START, KNOWN);
    assertThat(Feedback.of(assessment, KNOWN.plus(Duration.ofHours(1)))).isEmpty();
  }

  private JsonSchema schema() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(DashboardService.class.getResourceAsStream("web/asyncapi.yaml"))) {
      ObjectNode root = json.createObjectNode();
      root.put("$ref", "#/components/schemas/feedback");
      root.set("components", new YAMLMapper().readTree(in).get("components"));
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root);
    }
  }
}
