package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.dashboard.RunningDashboard.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do about alerts and patients, every answer held to the published document. */
class HandlingApiTest {
  private static final Instant AT = RunningDashboard.START;
  private static final String ACTS = "/api/v1/alerts/{id}/acts";
  private static final String CASE_LOAD = "/api/v1/patients/{id}/case-load";

  private final SettableClock clock = new SettableClock(AT);
  private final RunningDashboard dashboard = RunningDashboard.start(options -> options, clock);
  private JsonNode document;

  @BeforeEach
  void fill() throws IOException {
    dashboard.addPatient("p1", "Anna");
    raise(AlertChange.Change.RAISED);
    document =
        new ObjectMapper()
            .readTree(
                dashboard
                    .send(HttpRequest.newBuilder(dashboard.uri("/openapi.json")).GET())
                    .response()
                    .body()
                    .replace("#/components/schemas/", "#/$defs/"));
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private void raise(AlertChange.Change change) {
    dashboard.feed.publish(
        SampleOutcomes.alert("a1", "p1", AlertChange.Kind.LOAD_EXCEEDS_TOLERANCE, change, AT, AT));
  }

  /** Sends as a person at a screen, and holds the answer to the document. */
  private Answer as(String person, String path, String id, String body) {
    Answer answer =
        dashboard.send(
            HttpRequest.newBuilder(dashboard.uri(path.replace("{id}", id)))
                .header("Cookie", dashboard.screen(person))
                .header("Origin", dashboard.origin())
                .header("X-Carryover-Request", "1")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    return valid(answer, path, "post");
  }

  private Answer valid(Answer answer, String path, String method) {
    JsonNode schema =
        document
            .path("paths")
            .path(path)
            .path(method)
            .path("responses")
            .path(String.valueOf(answer.status()))
            .at("/content/application~1json/schema");
    assertThat(schema.isMissingNode()).as("%s published for %s", answer.status(), path).isFalse();
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("$defs", document.at("/components/schemas"));
    assertThat(
            JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(whole)
                .validate(answer.json()))
        .as(path)
        .isEmpty();
    return answer;
  }

  @Test
  void ofTwoWhoActAtOnceTheSecondReadsWhoWasFirst() {
    Answer ada = as("Ada", ACTS, "a1", "{\"act\":\"acknowledge\",\"expectedVersion\":0}");
    assertThat(ada.status()).isEqualTo(200);
    Answer ben =
        as("Ben", ACTS, "a1", "{\"act\":\"resolve\",\"text\":\"rang up\",\"expectedVersion\":0}");
    assertThat(ben.status()).isEqualTo(409);
    assertThat(ben.code()).isEqualTo("alert.changed");
    assertThat(ben.json().path("by").path("person").asText()).isEqualTo("Ada");
    assertThat(ben.json().path("by").path("act").asText()).isEqualTo("acknowledge");
    assertThat(ben.json().path("handling").path("version").asInt()).isEqualTo(1);
    assertThat(
            as(
                    "Ben",
                    ACTS,
                    "a1",
                    "{\"act\":\"resolve\",\"text\":\"rang up\",\"expectedVersion\":1}")
                .json()
                .path("resolvedBy")
                .asText())
        .isEqualTo("Ben");
    assertThat(as("Ada", ACTS, "a1", "{\"act\":\"resolve\",\"text\":\"too\"}").code())
        .isEqualTo("alert.resolved");
  }

  @Test
  void aSnoozeEndsByTimeOrWhenItGetsWorse() {
    String until = AT.plus(Duration.ofHours(4)).toString();
    String snooze = "{\"act\":\"snooze\",\"until\":\"" + until + "\"}";
    assertThat(as("Ada", ACTS, "a1", snooze).json().path("snoozedUntil").asText()).isEqualTo(until);
    assertThat(row().path("asksForALook").asBoolean(true)).isFalse();
    clock.advance(Duration.ofHours(4));
    assertThat(row().path("asksForALook").asBoolean()).isTrue();

    clock.advance(Duration.ofHours(-4));
    assertThat(row().path("asksForALook").asBoolean(true)).isFalse();
    raise(AlertChange.Change.UPGRADED);
    assertThat(row().path("asksForALook").asBoolean()).isTrue();
    assertThat(row().path("openAlerts").get(0).path("wokenEarly").asBoolean()).isTrue();
  }

  private JsonNode row() {
    return valid(dashboard.get("/api/v1/triage"), "/api/v1/triage", "get")
        .json()
        .path("patients")
        .get(0);
  }

  @Test
  void everyActIsKeptWithWhoAndWhen() {
    as("Ada", ACTS, "a1", "{\"act\":\"assign\",\"person\":\"Ben\"}");
    as("Ben", ACTS, "a1", "{\"act\":\"note\",\"text\":\"rings on Monday\",\"id\":\"r1\"}");
    as("Ben", ACTS, "a1", "{\"act\":\"note\",\"text\":\"rings on Monday\",\"id\":\"r1\"}");
    as("Ben", ACTS, "a1", "{\"act\":\"useful\"}");
    JsonNode acts = dashboard.get("/api/v1/alerts/a1").json().path("acts");
    assertThat(acts.findValuesAsText("act")).containsExactly("assign", "note", "useful");
    assertThat(acts.findValuesAsText("person")).containsExactly("Ada", "Ben", "Ben");
    assertThat(acts.get(0).path("assignee").asText()).isEqualTo("Ben");
  }

  @Test
  void whatCannotBeIsRefusedInTheOneForm() {
    for (String body :
        new String[] {
          "{}",
          "{\"act\":\"escalate\"}",
          "{\"act\":\"snooze\"}",
          "{\"act\":\"snooze\",\"until\":\"2026-03-02T08:59:59Z\"}",
          "{\"act\":\"snooze\",\"until\":\"2026-04-02T09:00:00Z\"}",
          "{\"act\":\"note\"}",
          "{\"act\":\"note\",\"text\":\"\\u0000\"}",
          "{\"act\":\"useful\",\"until\":\"2026-03-02T10:00:00Z\"}",
          "{\"act\":\"useful\",\"surprise\":1}"
        }) {
      assertThat(as("Ada", ACTS, "a1", body).status()).as(body).isEqualTo(400);
    }
    assertThat(as("Ada", ACTS, "a9", "{\"act\":\"useful\"}").status()).isEqualTo(404);
    assertThat(as("Ada", ACTS, "a1", "{\"act\":\"wake\"}").code()).isEqualTo("alert.not-snoozed");
    assertThat(as("Ada", ACTS, "a1", "{\"act\":\"reopen\"}").code())
        .isEqualTo("alert.not-resolved");
  }

  @Test
  void patientsAreTaggedTakenAndReviewed() {
    as("Ada", CASE_LOAD, "p1", "{\"act\":\"tag\",\"tag\":\" knee \"}");
    as("Ada", CASE_LOAD, "p1", "{\"act\":\"take\"}");
    as("Ben", CASE_LOAD, "p1", "{\"act\":\"review\"}");
    JsonNode row = row();
    assertThat(row.path("tags").get(0).asText()).isEqualTo("knee");
    assertThat(row.path("people").get(0).asText()).isEqualTo("Ada");
    assertThat(row.path("reviewedBy").asText()).isEqualTo("Ben");
    as("Ada", CASE_LOAD, "p1", "{\"act\":\"untag\",\"tag\":\"knee\"}");
    as("Ada", CASE_LOAD, "p1", "{\"act\":\"release\"}");
    assertThat(row().path("tags").size() + row().path("people").size()).isZero();
    assertThat(as("Ada", CASE_LOAD, "p9", "{\"act\":\"take\"}").status()).isEqualTo(404);
    assertThat(as("Ada", CASE_LOAD, "p1", "{\"act\":\"tag\"}").status()).isEqualTo(400);
  }
}
