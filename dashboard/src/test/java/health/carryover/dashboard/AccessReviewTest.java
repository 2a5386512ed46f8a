package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.analysis.port.Role;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.analysis.port.Scope;
import health.carryover.dashboard.RunningDashboard.Answer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who looked at or changed what of a patient is noted before it happens, and can be reviewed. */
class AccessReviewTest {
  private static final String OWN = RunningDashboard.CLINIC;

  private final SettableClock clock = new SettableClock(RunningDashboard.START);
  private final RunningDashboard dashboard = RunningDashboard.start(options -> options, clock);
  private TestPerson ada;

  @BeforeEach
  void fill() {
    dashboard.addPatient("p1", "Maria Sommer");
    dashboard.addPatient("p2", "Jonas Brandt");
    dashboard.directory.put(new Patient("far", "c2", "Far Away", RunningDashboard.START));
    dashboard.feed.publish(
        SampleOutcomes.assessment("p1", "s-1", 1, clock.instant(), clock.instant()));
    dashboard.feed.publish(
        SampleOutcomes.alert(
            "a1",
            "p1",
            AlertChange.Kind.FLARE,
            AlertChange.Change.RAISED,
            clock.instant(),
            clock.instant()));
    ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private Answer get(String path) {
    return dashboard.screenGet(ada.cookie(), path);
  }

  /** {@code action patient outcome}, oldest first, of what came after joining. */
  private List<String> noted(String query) {
    List<String> noted = new ArrayList<>();
    JsonNode entries = dashboard.get("/api/v1/access-log" + query).json().path("entries");
    entries.forEach(
        entry -> {
          String action = entry.path("action").asText();
          if (!action.equals("sign-in") && !action.contains("second-factor")) {
            noted.add(
                0,
                action
                    + " "
                    + entry.path("patient").asText()
                    + " "
                    + entry.path("outcome").asText());
          }
        });
    return noted;
  }

  @Test
  void everyLookAndChangeIsNotedWithPersonAndPatient() {
    assertThat(get("/patients/p1").status()).isEqualTo(200);
    assertThat(get("/view/patients/p1/alerts").status()).isEqualTo(200);
    assertThat(get("/api/v1/patients/p1/timeline").status()).isEqualTo(200);
    assertThat(get("/api/v1/sessions/s-1").status()).isEqualTo(200);
    assertThat(get("/api/v1/alerts/a1").status()).isEqualTo(200);
    assertThat(get("/api/v1/triage").status()).isEqualTo(200);
    assertThat(
            dashboard
                .fromPage(ada.cookie(), "/api/v1/alerts/a1/acknowledge", Map.of())
                .json()
                .path("acknowledgedBy")
                .asText())
        .isEqualTo("Ada Brook");
    assertThat(
            dashboard
                .fromPage(ada.cookie(), "/api/v1/patients/p1/case-load", Map.of("act", "review"))
                .status())
        .isEqualTo(200);
    dashboard.fromPage(ada.cookie(), "/api/v1/enrolments/codes", Map.of("patient", "p2"));
    dashboard.fromPage(
        ada.cookie(), "/api/v1/patients", Map.of("id", "p3", "displayName", "New Here"));
    assertThat(noted("?person=" + ada.id()))
        .containsExactly(
            "GET /patients/{id} p1 done",
            "GET /view/patients/{id}/alerts p1 done",
            "GET /api/v1/patients/{id}/timeline p1 done",
            "GET /api/v1/sessions/{id} p1 done",
            "GET /api/v1/alerts/{id} p1 done",
            "GET /api/v1/triage null done",
            "POST /api/v1/alerts/{id}/acknowledge p1 done",
            "POST /api/v1/patients/{id}/case-load p1 done",
            "POST /api/v1/enrolments/codes p2 done",
            "POST /api/v1/patients p3 done");
    assertThat(noted("?patient=p2")).containsExactly("POST /api/v1/enrolments/codes p2 done");
    JsonNode newest =
        dashboard
            .get("/api/v1/access-log?person=" + ada.id() + "&limit=1")
            .json()
            .path("entries")
            .get(0);
    assertThat(newest.path("person").asText()).isEqualTo("Ada Brook");
    assertThat(newest.path("at").asText()).isEqualTo(clock.instant().toString());
    assertThat(noted("?person=" + ada.id() + "&before=" + newest.path("id").asLong()))
        .doesNotContain("POST /api/v1/patients p3 done")
        .hasSize(9);
  }

  @Test
  void lookingAgainWithinAMinuteIsOneLookAndChangingIsNot() {
    for (int i = 0; i < 3; i++) {
      get("/api/v1/patients/p1/timeline");
      dashboard.fromPage(ada.cookie(), "/api/v1/patients/p1/case-load", Map.of("act", "review"));
    }
    clock.advance(Duration.ofMinutes(1));
    get("/api/v1/patients/p1/timeline");
    assertThat(noted("?patient=p1")).filteredOn(entry -> entry.startsWith("GET")).hasSize(2);
    assertThat(noted("?patient=p1")).filteredOn(entry -> entry.startsWith("POST")).hasSize(3);
  }

  @Test
  void whatIsRefusedOrNotDoneIsNotedAsThat() {
    assertThat(get("/api/v1/patients/far/timeline").status()).isEqualTo(404);
    assertThat(get("/api/v1/people").status()).isEqualTo(403);
    assertThat(
            dashboard
                .fromPage(ada.cookie(), "/api/v1/patients/p1/case-load", Map.of("act", "wrong"))
                .status())
        .isEqualTo(400);
    List<String> found =
        Eventually.get(
            () -> noted("?person=" + ada.id()),
            seen -> seen.contains("POST /api/v1/patients/{id}/case-load p1 failed"));
    assertThat(found)
        .containsExactly(
            "GET /api/v1/patients/{id}/timeline far refused",
            "GET /api/v1/people null refused",
            "POST /api/v1/patients/{id}/case-load p1 failed");
  }

  @Test
  void anIdThatNobodyHasIsNotWrittenDown() {
    get("/api/v1/patients/somebody-erased/timeline");
    get("/api/v1/sessions/s-9?patient=somebody-erased");
    dashboard.get("/api/v1/export?patient=somebody-erased");
    dashboard.send("POST", "/api/v1/erasures", "{\"patient\":\"somebody-erased\"}");
    assertThat(dashboard.get("/api/v1/access-log").response().body())
        .contains("/api/v1/sessions/{id}", "/api/v1/export")
        .doesNotContain("somebody-erased");
  }

  @Test
  void aProgramIsNotedUnderItsName() {
    String token = dashboard.program("Practice software", Scope.PATIENTS_READ);
    dashboard.send(
        HttpRequest.newBuilder(dashboard.uri("/api/v1/patients/p2/timeline"))
            .header("Authorization", "Bearer " + token)
            .GET());
    JsonNode entry = dashboard.get("/api/v1/access-log?patient=p2").json().path("entries").get(0);
    assertThat(entry.path("person").asText()).isEqualTo("Practice software");
  }

  @Test
  void whatCannotBeNotedIsNeitherShownNorDone() {
    dashboard.loseAccessLog();
    Answer look = get("/api/v1/patients/p1/timeline");
    assertThat(look.status()).isEqualTo(503);
    assertThat(look.code()).isEqualTo("store.unavailable");
    assertThat(get("/patients/p1").response().body()).doesNotContain("Maria Sommer");
    assertThat(
            dashboard
                .fromPage(ada.cookie(), "/api/v1/patients/p1/case-load", Map.of("act", "review"))
                .status())
        .isEqualTo(503);
    assertThat(dashboard.caseLoad.cases()).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    Answer in = ada.signIn(dashboard, Authenticator.code(ada.secret(), clock.instant()));
    assertThat(in.status()).isEqualTo(503);
    assertThat(in.header("Set-Cookie")).isEmpty();
  }

  @Test
  void theReviewIsForTheOwnClinicAndForAdminsAlone() {
    TestPerson far = dashboard.person("far", "Far Office", Role.ADMIN, "c2");
    get("/api/v1/patients/p1/timeline");
    assertThat(dashboard.screenGet(far.cookie(), "/api/v1/access-log").response().body())
        .contains("Far Office")
        .doesNotContain("Ada Brook");
    assertThat(get("/api/v1/access-log").status()).isEqualTo(403);
    assertThat(
            dashboard.accessLog.newest(new AccessLog.Query("c2", null, null, null, null, null), 99))
        .isNotEmpty();
  }
}
