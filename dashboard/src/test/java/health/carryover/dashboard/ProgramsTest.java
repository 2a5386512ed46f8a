package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Role;
import health.carryover.analysis.port.Scope;
import health.carryover.dashboard.RunningDashboard.Answer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs with tokens of their own, and streams that end with what let them in. */
class ProgramsTest {
  private static final String OWN = RunningDashboard.CLINIC;

  private final SettableClock clock = new SettableClock(RunningDashboard.START);
  private final RunningDashboard dashboard = RunningDashboard.start(options -> options, clock);

  @AfterEach
  void stop() {
    dashboard.close();
  }

  @Test
  void aProgramDoesWhatItsScopesSayUntilItsTokenEnds() {
    TestPerson office = dashboard.person("office", "Olga Office", Role.ADMIN, OWN);
    Answer made =
        dashboard.fromPage(
            office.cookie(),
            "/api/v1/integrations",
            Map.of("name", "Practice software", "scopes", List.of("patients:read"), "days", 1));
    assertThat(made.status()).isEqualTo(201);
    String token = made.json().path("token").asText();
    assertThat(token).startsWith("carryover_");
    assertThat(program(token, "/api/v1/triage").status()).isEqualTo(200);
    assertThat(program(token, "/api/v1/alerts").code()).isEqualTo("rights.missing");
    assertThat(program(token + "x", "/api/v1/triage").status()).isEqualTo(401);
    Answer list = dashboard.screenGet(office.cookie(), "/api/v1/integrations");
    assertThat(list.response().body()).doesNotContain(token);
    assertThat(
            Eventually.get(
                    () -> dashboard.screenGet(office.cookie(), "/api/v1/integrations"),
                    seen -> seen.json().path("integrations").get(0).hasNonNull("lastUsedAt"))
                .json()
                .path("integrations")
                .get(0)
                .path("lastUsedAt")
                .asText())
        .isEqualTo(clock.instant().toString());
    clock.advance(Duration.ofDays(1));
    assertThat(program(token, "/api/v1/triage").status()).isEqualTo(401);

    String other = dashboard.program("Another", Scope.PATIENTS_READ);
    assertThat(program(other, "/api/v1/triage").status()).isEqualTo(200);
    String id =
        dashboard
            .get("/api/v1/integrations")
            .json()
            .path("integrations")
            .get(1)
            .path("id")
            .asText();
    assertThat(dashboard.send("POST", "/api/v1/integrations/" + id + "/revoke", "{}").status())
        .isEqualTo(200);
    assertThat(program(other, "/api/v1/triage").status()).as("at once").isEqualTo(401);
    for (String wrong :
        List.of(
            "{\"name\":\"x\",\"scopes\":[]}",
            "{\"name\":\"x\",\"scopes\":[\"everything\"]}",
            "{\"name\":\"x\",\"scopes\":\"patients:read\"}",
            "{\"name\":\"x\",\"scopes\":[\"patients:read\"],\"days\":731}")) {
      assertThat(dashboard.send("POST", "/api/v1/integrations", wrong).status())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  @Test
  void openStreamsEndWithWhatLetThemIn() throws Exception {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
    String token = dashboard.program("Practice software", Scope.ALERTS_READ);
    stream("Cookie", ada.cookie());
    stream("Authorization", "Bearer " + token);
    Eventually.get(dashboard::openStreams, open -> open == 2);
    dashboard.send("POST", "/api/v1/people/" + ada.id() + "/acts", "{\"act\":\"disable\"}");
    Eventually.get(dashboard::openStreams, open -> open == 1);
    String id =
        dashboard
            .get("/api/v1/integrations")
            .json()
            .path("integrations")
            .get(0)
            .path("id")
            .asText();
    dashboard.send("POST", "/api/v1/integrations/" + id + "/revoke", "{}");
    Eventually.get(dashboard::openStreams, open -> open == 0);
  }

  private void stream(String header, String value) throws Exception {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(dashboard.uri("/api/v1/alerts/stream"))
                .header(header, value)
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
  }

  private Answer program(String token, String path) {
    return dashboard.send(
        HttpRequest.newBuilder(dashboard.uri(path))
            .header("Authorization", "Bearer " + token)
            .GET());
  }
}
