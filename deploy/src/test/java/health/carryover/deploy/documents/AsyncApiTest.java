package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertReason;
import health.carryover.analysis.outcome.ReasonSentence;
import health.carryover.dashboard.DashboardService;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.codec.RejectionCode;
import health.carryover.ingest.topic.StreamName;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published description of everything over MQTT says what the code does. */
class AsyncApiTest {
  private static final Instant RECEIVED = Instant.parse("2026-03-03T00:00:00Z");

  private final ObjectMapper json = new ObjectMapper();
  private final JsonNode document = document();
  private final MessageCodec codec = new MessageCodec(CodecSettings.DEFAULTS);

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = new ArrayList<>();
    collect(document, references);
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void everyStreamOfDevicesHasItsChannel() {
    Set<String> addresses = new LinkedHashSet<>();
    document.get("channels").forEach(channel -> addresses.add(channel.get("address").asText()));
    String device = "carryover/v1/{clinic}/{device}/";
    for (StreamName stream : StreamName.values()) {
      if (stream.comesFromDevices()) {
        assertThat(addresses)
            .contains(
                stream == StreamName.STATUS ? device + "status" : device + "up/" + stream.code());
      }
    }
    assertThat(addresses)
        .contains(device + "down/sync", device + "down/feedback", "carryover/v1/{clinic}/alerts")
        .hasSize(10);
  }

  @Test
  void everyExampleIsValidAndTaken() throws Exception {
    int taken = 0;
    for (Map.Entry<String, JsonNode> channel : document.get("channels").properties()) {
      String address = channel.getValue().get("address").asText();
      JsonNode message =
          document.at("/components/messages/" + channel.getKey().replace("alerts", "alert"));
      assertThat(message.isMissingNode()).as(channel.getKey()).isFalse();
      JsonSchema schema = schema(message.at("/payload/$ref").asText());
      for (JsonNode example : message.path("examples")) {
        JsonNode payload = example.get("payload");
        assertThat(schema.validate(payload)).as(payload.toString()).isEmpty();
        if (!address.contains("/down/")) {
          Decoded decoded = decoded(address, payload.toString());
          assertThat(decoded.usable()).as(payload.toString()).isTrue();
          assertThat(decoded.rejections()).as(payload.toString()).isEmpty();
          taken++;
        }
      }
    }
    assertThat(taken).isGreaterThan(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heartRate|heart-rate|{'start':'2026-03-02T08:00:00','intervalMs':1000,'bpm':[90]}",
        "heartRate|heart-rate|{'start':'2026-03-02T08:00:00Z','intervalMs':0,'bpm':[90]}",
        "heartRate|heart-rate|{'bpm':90}",
        "heartRate|heart-rate|{'start':'2026-03-02T08:00:00Z','bpm':[90]}",
        "session|session|{'session':'s 1','event':'started','at':'2026-03-02T08:00:00Z'}",
        "session|session|{'session':'s1','event':'begun','at':'2026-03-02T08:00:00Z'}",
        "session|session|{'session':'s1','event':'started'}",
        "session|session|{'session':'s1','event':'ended','at':'2026-03-02T08:00:00Z','rpe':11}",
        "pain|pain|{'at':'2026-03-02T08:00:00Z'}",
        "pain|pain|{'at':'2026-03-02T08:00:00Z','nrs':11}",
        "pain|pain|{'at':'2026-03-02T08:00:00Z','nrs':'six'}",
        "pain|pain|{'at':'2026-03-02T08:00:00Z','nrs':6,'slot':'noon'}",
        "pain|pain|{'at':'2026-03-02T08:00:00Z','nrs':6,'flare':'yes'}",
        "recovery|recovery|{'at':'2026-03-02T08:00:00Z','sleepHours':25}",
        "recovery|recovery|{'sleepHours':5}",
        "safety|safety|{'redFlags':['chest-pain']}",
        "safety|safety|{'at':'2026-03-02T08:00:00Z'}"
      })
  void whatTheCodeRefusesTheDescriptionRefusesToo(String schema, String stream, String quoted)
      throws Exception {
    String payload = quoted.replace('\'', '"');
    assertThat(schema("#/components/schemas/" + schema).validate(json.readTree(payload)))
        .isNotEmpty();
    Decoded decoded = decoded("carryover/v1/{clinic}/{device}/up/" + stream, payload);
    assertThat(decoded.usable() && decoded.rejections().isEmpty()).isFalse();
  }

  @Test
  void namesAreThoseOfTheCode() {
    assertThat(names("rejectionCode/enum"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RejectionCode.values()).map(RejectionCode::code).toList());
    assertThat(names("pain/properties/slot/enum"))
        .containsExactlyElementsOf(Arrays.stream(PainSlot.values()).map(PainSlot::code).toList());
    assertThat(names("alert/properties/kind/enum"))
        .containsExactlyElementsOf(
            Arrays.stream(AlertChange.Kind.values()).map(AlertChange.Kind::code).toList());
    assertThat(names("alert/properties/severity/enum"))
        .containsExactlyElementsOf(
            Arrays.stream(AlertChange.Severity.values()).map(AlertChange.Severity::code).toList());
    assertThat(names("alert/properties/change/enum"))
        .containsExactlyElementsOf(
            Arrays.stream(AlertChange.Change.values()).map(AlertChange.Change::code).toList());
  }

  @Test
  void anAlertIsAsDescribed() throws Exception {
    AlertChange change =
        new AlertChange(
            "a-1",
            "p1",
            AlertChange.Kind.LOAD_EXCEEDS_TOLERANCE,
            AlertChange.Severity.WARNING,
            AlertChange.Change.RAISED,
            true,
            RECEIVED,
            RECEIVED,
            "s-1",
            52.3,
            44.0,
            0.47,
            0.8,
            false,
            AlertReason.of(ReasonSentence.LOAD_PASSED, 44.0),
            "load-exceeds-tolerance/1");
    Map<String, Object> said = OutcomeDocument.of(change);
    JsonNode alert = document.at("/components/schemas/alert");
    assertThat(names("alert/required")).containsExactlyElementsOf(said.keySet());
    Stream<String> told = Stream.of("escalatedAt");
    assertThat(alert.get("properties").properties().stream().map(Map.Entry::getKey))
        .containsExactlyElementsOf(Stream.concat(said.keySet().stream(), told).toList());
    assertThat(schema("#/components/schemas/alert").validate(json.valueToTree(said))).isEmpty();
    Map<String, Object> again = new LinkedHashMap<>(said);
    again.put("escalatedAt", RECEIVED.toString());
    assertThat(schema("#/components/schemas/alert").validate(json.valueToTree(again))).isEmpty();
  }

  private Decoded decoded(String address, String payload) {
    return codec.decode(
        address.replace("{clinic}", "c1").replace("{device}", "d1"),
        null,
        payload.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        RECEIVED);
  }

  private List<String> names(String path) {
    List<String> names = new ArrayList<>();
    document.at("/components/schemas/" + path).forEach(name -> names.add(name.asText()));
    return names;
  }

  /** A schema of the description, as it refers to it. */
  JsonSchema schema(String reference) {
    ObjectNode root = json.createObjectNode();
    root.put("$ref", reference);
    root.set("components", document.get("components"));
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root);
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.has("$ref")) {
      references.add(node.get("$ref").asText());
    }
    node.forEach(child -> collect(child, references));
  }

  private static JsonNode document() {
    try (InputStream in =
        Objects.requireNonNull(DashboardService.class.getResourceAsStream("web/asyncapi.yaml"))) {
      return new YAMLMapper().readTree(in);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
