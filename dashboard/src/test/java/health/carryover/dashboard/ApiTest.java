package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.analysis.port.Telemetry.Block;
import health.carryover.dashboard.RunningDashboard.Answer;
import health.carryover.dashboard.http.ApiRouter.Endpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  private static final Instant AT = RunningDashboard.START;

  private final RunningDashboard dashboard = RunningDashboard.start();

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private static AlertChange raised(String id, String patient) {
    return SampleOutcomes.alert(
        id, patient, AlertChange.Kind.FLARE, AlertChange.Change.RAISED, AT, AT);
  }

  @Test
  void thePublishedDocumentNamesEveryCallAndNoOther() throws Exception {
    JsonNode document =
        new ObjectMapper()
            .readTree(
                dashboard
                    .send(HttpRequest.newBuilder(dashboard.uri("/openapi.json")).GET())
                    .response()
                    .body());
    Set<String> published = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> published.add(method.toUpperCase() + " " + path.getKey())));
    Set<String> answered = new TreeSet<>();
    for (Endpoint endpoint : dashboard.service.endpoints()) {
      answered.add(endpoint.method().name() + " " + endpoint.path());
    }
    assertThat(published).isEqualTo(answered);
    for (String call : published) {
      String[] parts = call.split(" ");
      if (parts[1].endsWith("/stream")) {
        continue;
      }
      Answer answer =
          parts[0].equals("GET")
              ? dashboard.get(parts[1].replace("{id}", "x"))
              : dashboard.send(parts[0], parts[1].replace("{id}", "x"), "{}");
      assertThat(answer.code()).as(call).isNotIn("route.unknown", "method.unknown");
      assertThat(document.at(pointer(parts)).has(String.valueOf(answer.status())))
          .as("%s answers %d as published", call, answer.status())
          .isTrue();
    }
  }

  private static String pointer(String[] call) {
    return "/paths/" + call[1].replace("/", "~1") + "/" + call[0].toLowerCase() + "/responses";
  }

  @Test
  void anExportIsForTheAdministrationTokenAloneAndComesWhole() throws Exception {
    HttpResponse<byte[]> whole = exported("p-exported", RunningDashboard.ADMINISTRATION);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.headers().firstValue("Content-Type")).contains("application/zip");
    assertThat(whole.body())
        .hasSize(RunningDashboard.EXPORTED_BLOCKS * RunningDashboard.EXPORTED_BLOCK_BYTES);
    assertThat(exported("nobody", RunningDashboard.ADMINISTRATION).statusCode()).isEqualTo(404);
    assertThatThrownBy(() -> exported(RunningDashboard.BREAKS_OFF, RunningDashboard.ADMINISTRATION))
        .as("what is not whole does not look whole")
        .isInstanceOf(IOException.class);
    assertThat(exported("p-exported", RunningDashboard.ADMINISTRATION).statusCode())
        .as("the next one has its turn")
        .isEqualTo(200);
    assertThat(exported("p-exported", "wrong").statusCode()).isEqualTo(401);
    assertThat(
            dashboard
                .send(
                    HttpRequest.newBuilder(dashboard.uri("/api/v1/export?patient=p-exported"))
                        .header("Cookie", dashboard.screen("Ada"))
                        .GET())
                .code())
        .isEqualTo("administration.required");
  }

  private HttpResponse<byte[]> exported(String patient, String token) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(dashboard.uri("/api/v1/export?patient=" + patient))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void everyErrorHasOneForm() {
    assertError(dashboard.get("/api/v1/no-such"), 404, "route.unknown");
    assertError(dashboard.get("/no-such"), 404, "route.unknown");
    assertError(dashboard.send("DELETE", "/api/v1/patients", "{}"), 405, "method.unknown");
    assertError(dashboard.get("/api/v1/alerts/a%20b"), 400, "request.invalid");
    assertError(dashboard.get("/api/v1/alerts/%3Cb%3E"), 400, "request.invalid");
    assertError(dashboard.get("/api/v1/alerts?patient=a.b"), 400, "request.invalid");
    assertError(dashboard.get("/api/v1/alerts?kind=nothing"), 400, "request.invalid");
    assertError(dashboard.get("/api/v1/alerts?limit=0"), 400, "request.invalid");
    assertError(dashboard.get("/api/v1/alerts?limit=1&limit=2"), 400, "request.invalid");
    assertError(dashboard.get("/api/v1/alerts/stream?lastEventId=x"), 400, "request.invalid");
    assertError(dashboard.get("/api/v1/alerts/unknown"), 404, "alert.unknown");
    assertError(dashboard.get("/api/v1/sessions/unknown"), 404, "session.unknown");
    assertError(dashboard.get("/api/v1/patients/unknown/timeline"), 404, "patient.unknown");
    assertError(dashboard.send("POST", "/api/v1/patients", "["), 400, "body.not-json");
    assertError(dashboard.send("POST", "/api/v1/patients", "{\"id\":1} x"), 400, "body.not-json");
    assertError(dashboard.send("POST", "/api/v1/patients", ""), 400, "body.not-json");
    assertError(
        dashboard.send("POST", "/api/v1/patients", "{\"id\":\"" + "x".repeat(70_000) + "\"}"),
        413,
        "body.too-large");
    assertError(
        dashboard.send(
            dashboard.administration("/api/v1/patients").POST(BodyPublishers.ofString("{}"))),
        415,
        "body.type");
  }

  private static void assertError(Answer answer, int status, String code) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json().path("message").asText()).isNotEmpty();
    assertThat(answer.json().path("violations").isArray()).isTrue();
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
  }

  @Test
  void alertsAreListedByWhatTheyAreAbout() {
    dashboard.feed.publish(raised("a1", "p1"));
    dashboard.feed.publish(raised("a2", "p2"));
    dashboard.feed.publish(
        SampleOutcomes.alert(
            "a2",
            "p2",
            AlertChange.Kind.FLARE,
            AlertChange.Change.RETRACTED,
            AT,
            AT.plusSeconds(60)));
    assertThat(ids(dashboard.get("/api/v1/alerts"))).containsExactlyInAnyOrder("a1", "a2");
    assertThat(ids(dashboard.get("/api/v1/alerts?state=open"))).containsExactly("a1");
    assertThat(ids(dashboard.get("/api/v1/alerts?state=closed"))).containsExactly("a2");
    assertThat(ids(dashboard.get("/api/v1/alerts?patient=p2&kind=flare"))).containsExactly("a2");
    assertThat(ids(dashboard.get("/api/v1/alerts?kind=red-flag"))).isEmpty();
    assertThat(dashboard.get("/api/v1/alerts").json().path("lastEventId").asLong()).isEqualTo(3);
    JsonNode life = dashboard.get("/api/v1/alerts/a2").json().path("life");
    assertThat(life.findValuesAsText("change")).containsExactly("raised", "retracted");
  }

  private static List<String> ids(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().path("alerts").findValuesAsText("alert").stream().distinct().toList();
  }

  @Test
  void whoAcknowledgesFirstStays() {
    dashboard.feed.publish(raised("a1", "p1"));
    Answer ada = acknowledge(dashboard.screen("Ada"));
    assertThat(ada.status()).isEqualTo(200);
    assertThat(ada.json().path("alreadyAcknowledged").asBoolean(true)).isFalse();
    Answer ben = acknowledge(dashboard.screen("Ben"));
    assertThat(ben.status()).isEqualTo(200);
    assertThat(ben.json().path("alreadyAcknowledged").asBoolean(false)).isTrue();
    assertThat(ben.json().path("acknowledgedBy").asText()).isEqualTo("Ada");
    assertThat(ben.json().path("open").asBoolean()).as("seeing ends nothing").isTrue();
  }

  private Answer acknowledge(String screen) {
    return dashboard.send(
        HttpRequest.newBuilder(dashboard.uri("/api/v1/alerts/a1/acknowledge"))
            .header("Cookie", screen)
            .header("Origin", dashboard.origin())
            .header("X-Carryover-Request", "1")
            .POST(BodyPublishers.noBody()));
  }

  @Test
  void triageNamesFirstWhoNeedsALook() {
    dashboard.addPatient("quiet", "Anna");
    dashboard.addPatient("seen", "Berta");
    dashboard.addPatient("unseen", "Clara");
    dashboard.feed.publish(raised("a1", "seen"));
    dashboard.acts.act(
        "a1", HandlingRequest.of(HandlingAct.Kind.ACKNOWLEDGE, "Ada", AT.plusSeconds(1)));
    dashboard.feed.publish(raised("a2", "unseen"));
    dashboard.feed.publish(SampleOutcomes.assessment("quiet", "s-1", 1, AT, AT));
    JsonNode triage = dashboard.get("/api/v1/triage").json();
    assertThat(triage.path("patients").findValuesAsText("displayName"))
        .containsExactly("Clara", "Berta", "Anna");
    JsonNode quiet = triage.path("patients").get(2);
    assertThat(quiet.path("assessment").path("session").asText()).isEqualTo("s-1");
    assertThat(quiet.path("lastDataAt").asText()).isEqualTo("2026-03-02T09:28:00Z");
  }

  @Test
  void aPatientIsAddedRenamedAndEnrolled() {
    Answer added =
        dashboard.send("POST", "/api/v1/patients", "{\"id\":\"p1\",\"displayName\":\"Anna\"}");
    assertThat(added.status()).isEqualTo(201);
    Answer renamed =
        dashboard.send("POST", "/api/v1/patients", "{\"id\":\"p1\",\"displayName\":\"Berta\"}");
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(
            dashboard
                .send(
                    "POST",
                    "/api/v1/enrolments",
                    "{\"device\":\"watch-1\",\"patient\":\"p1\",\"from\":\"2026-03-01T00:00:00+01:00\"}")
                .status())
        .isEqualTo(201);
    assertThat(dashboard.enrolments.patientOf("c1", "watch-1", AT)).contains("p1");
    Answer stranger =
        dashboard.send(
            "POST",
            "/api/v1/enrolments",
            "{\"device\":\"Watch 1\",\"patient\":\"p 9\",\"from\":\"2026-03-01T00:00:00\"}");
    assertThat(stranger.status()).isEqualTo(400);
    assertThat(stranger.json().path("violations").findValuesAsText("field"))
        .containsExactlyInAnyOrder("device", "patient", "from");
  }

  @Test
  void everyProblemOfAProfileIsTold() {
    dashboard.addPatient("p1", "Anna");
    Answer answer =
        dashboard.send(
            "PUT",
            "/api/v1/patients/p1/profile",
            """
            {"at":"2026-03-01T00:00:00","zone":"Nowhere/Town","sex":"x","birthYear":1700,
             "hrRest":10,"hrMax":"fast","hrCeiling":400,"hrUnreliable":"no","condition":"cold",
             "currency":"euro","referenceLoad":0,"surprise":1}
            """);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("violations").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "at",
            "zone",
            "sex",
            "birthYear",
            "hrRest",
            "hrMax",
            "hrCeiling",
            "hrUnreliable",
            "condition",
            "currency",
            "referenceLoad",
            "body");
    assertThat(answer.response().body()).doesNotContain("surprise", "Nowhere", "1700");
    Answer pair =
        dashboard.send("PUT", "/api/v1/patients/p1/profile", "{\"hrRest\":60,\"hrMax\":80}");
    assertThat(pair.json().path("violations").findValuesAsText("field")).containsExactly("hrMax");
    assertThat(dashboard.profiles).isEmpty();
  }

  @Test
  void aProfileGoesThroughTheIntake() {
    dashboard.addPatient("p1", "Anna");
    Answer answer =
        dashboard.send(
            "PUT",
            "/api/v1/patients/p1/profile",
            """
            {"at":"2026-03-01T00:00:00Z","zone":"Europe/Berlin","sex":"female","birthYear":1969,
             "hrRest":65,"hrMax":168.1,"hrUnreliable":true,"condition":"low-back-pain",
             "currency":"session-rpe","referenceLoad":40,"hrCeiling":150}
            """);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(dashboard.profiles)
        .containsExactly(
            new ProfileChange(
                Instant.parse("2026-03-01T00:00:00Z"),
                ZoneId.of("Europe/Berlin"),
                ProfileChange.Sex.FEMALE,
                1969,
                65.0,
                168.1,
                ProfileChange.HeartRateReliability.UNRELIABLE,
                Condition.LOW_BACK_PAIN,
                LoadCurrency.SESSION_RPE,
                40.0,
                150.0));
    assertThat(dashboard.send("PUT", "/api/v1/patients/p9/profile", "{}").code())
        .isEqualTo("patient.unknown");
  }

  @Test
  void theTimeLineHoldsWhatLiesWithinTheBounds() {
    dashboard.addPatient("p1", "Anna");
    dashboard.feed.publish(SampleOutcomes.assessment("p1", "s-1", 1, AT, AT));
    dashboard.feed.publish(SampleOutcomes.assessment("p1", "s-1", 2, AT, AT));
    dashboard.feed.publish(raised("a1", "p1"));
    JsonNode all = dashboard.get("/api/v1/patients/p1/timeline").json();
    assertThat(all.path("sessions").findValuesAsText("revision")).containsExactly("2");
    assertThat(all.path("alerts").size()).isEqualTo(1);
    JsonNode before =
        dashboard
            .get("/api/v1/patients/p1/timeline?from=2026-01-01T00:00:00Z&to=2026-03-02T09:00:00Z")
            .json();
    assertThat(before.path("sessions")).isEmpty();
    assertThat(before.path("alerts")).isEmpty();
    assertThat(
            dashboard
                .get("/api/v1/patients/p1/timeline?from=2026-03-02T00:00:00")
                .json()
                .path("violations")
                .findValuesAsText("field"))
        .containsExactly("from");
  }

  @Test
  void aSessionShowsItsRevisionsAndItsCurveWithGaps() {
    dashboard.feed.publish(SampleOutcomes.assessment("p1", "s-1", 1, AT, AT));
    dashboard.feed.publish(SampleOutcomes.assessment("p1", "s-1", 2, AT, AT));
    long start = AT.toEpochMilli();
    dashboard.telemetry.append(
        List.of(
            new Block(
                1,
                "p1",
                "watch-1",
                new long[] {start, start + 1000, start + 61_000},
                new float[] {90, 91, 99})));
    JsonNode session = dashboard.get("/api/v1/sessions/s-1").json();
    assertThat(session.path("revisions").size()).isEqualTo(2);
    assertThat(session.path("newest").path("revision").asInt()).isEqualTo(2);
    JsonNode curve = session.path("heartRate").get(0);
    assertThat(curve.path("gaps").asInt()).isEqualTo(1);
    assertThat(curve.path("points").toString())
        .isEqualTo(
            "[[%d,90.0],[%d,91.0],[%d,null],[%d,99.0]]"
                .formatted(start, start + 1000, start + 31_000, start + 61_000));

    dashboard.feed.publish(SampleOutcomes.assessment("p2", "s-1", 1, AT, AT));
    assertThat(dashboard.get("/api/v1/sessions/s-1").code()).isEqualTo("session.ambiguous");
    assertThat(dashboard.get("/api/v1/sessions/s-1?patient=p2").status()).isEqualTo(200);
  }

  @Test
  void aSessionWhoseReadingsAreNotKeptIsDrawnByTheMinute() {
    dashboard.feed.publish(SampleOutcomes.assessment("p1", "s-1", 1, AT, AT));
    long start = AT.toEpochMilli();
    dashboard.telemetry.append(
        List.of(
            new Block(
                1,
                "p1",
                "watch-1",
                new long[] {start, start + 10_000, start + 60_000, start + 70_000, start + 180_000},
                new float[] {90, 94, 100, 101, 80})));
    JsonNode before = dashboard.get("/api/v1/sessions/s-1").json();
    assertThat(before.path("heartRateResolution").asText()).isEqualTo("reading");
    assertThat(before.path("heartRate").get(0).path("points").get(0).get(1).asInt()).isEqualTo(90);
    dashboard.forgetReadings();
    JsonNode session = dashboard.get("/api/v1/sessions/s-1").json();
    assertThat(session.path("heartRateAvailable").asBoolean()).isTrue();
    assertThat(session.path("heartRateResolution").asText()).isEqualTo("minute");
    JsonNode curve = session.path("heartRate").get(0);
    assertThat(curve.path("readings").asInt()).isEqualTo(5);
    assertThat(curve.path("gaps").asInt()).isEqualTo(1);
    assertThat(curve.path("points").toString())
        .isEqualTo(
            "[[%d,92.0],[%d,100.5],[%d,null],[%d,80.0]]"
                .formatted(start + 30_000, start + 90_000, start + 150_000, start + 210_000));
  }

  @Test
  void aSessionWithoutHeartRateStaysWithoutWhateverLiesBesideIt() {
    dashboard.feed.publish(SampleOutcomes.assessment("p1", "s-1", 1, AT.plusSeconds(7), AT));
    dashboard.telemetry.append(
        List.of(new Block(1, "p1", "watch-1", new long[] {AT.toEpochMilli()}, new float[] {90})));
    JsonNode session = dashboard.get("/api/v1/sessions/s-1").json();
    assertThat(session.path("heartRate").size()).isZero();
    assertThat(session.path("heartRateResolution").asText()).isEqualTo("reading");
  }

  @Test
  void aSessionThatStillRunsIsShownAsFarAsItIsKnown() {
    long start = AT.toEpochMilli();
    dashboard.telemetry.append(
        List.of(
            new Block(
                1, "p1", "watch-1", new long[] {start - 7_200_000, start}, new float[] {60, 90})));
    dashboard.feed.publish(new SessionProgress("p1", "run", AT, AT, 90.0, 1.5, 44.0, 0.1, false));
    Answer session =
        Eventually.get(() -> dashboard.get("/api/v1/sessions/run"), a -> a.status() == 200);
    assertThat(session.json().path("newest").isNull()).isTrue();
    assertThat(session.json().path("running").path("load").asDouble()).isEqualTo(1.5);
    assertThat(session.json().path("progress").size()).isEqualTo(1);
    assertThat(session.json().path("heartRate").get(0).path("readings").asInt()).isEqualTo(1);
    assertThat(dashboard.get("/api/v1/triage").json().path("running").size()).isEqualTo(1);
  }

  @Test
  void aSessionIsShownWithoutItsCurveWhileHeartRatesAreAway() {
    dashboard.feed.publish(SampleOutcomes.assessment("p1", "s-1", 1, AT, AT));
    long start = AT.toEpochMilli();
    dashboard.telemetry.append(
        List.of(new Block(1, "p1", "watch-1", new long[] {start}, new float[] {90})));
    dashboard.feed.publish(new SessionProgress("p1", "run", AT, AT, 90.0, 1.5, 44.0, 0.1, false));
    dashboard.loseTelemetry();
    Answer without = dashboard.get("/api/v1/sessions/s-1");
    assertThat(without.status()).isEqualTo(200);
    assertThat(without.json().path("newest").path("revision").asInt()).isEqualTo(1);
    assertThat(without.json().path("heartRate").size()).isZero();
    assertThat(without.json().path("heartRateAvailable").asBoolean(true)).isFalse();
    Answer running =
        Eventually.get(() -> dashboard.get("/api/v1/sessions/run"), a -> a.status() == 200);
    assertThat(running.json().path("running").path("load").asDouble()).isEqualTo(1.5);
    assertThat(running.json().path("heartRateAvailable").asBoolean(true)).isFalse();
    dashboard.findTelemetry();
    JsonNode again = dashboard.get("/api/v1/sessions/s-1").json();
    assertThat(again.path("heartRate").size()).isEqualTo(1);
    assertThat(again.path("heartRateAvailable").asBoolean()).isTrue();
  }

  @Test
  void whatCouldNotBeUsedIsListedAndCounted() {
    dashboard.journal.append(
        List.of(
            new JournalEntry(
                AT,
                "carryover/v1/c1/watch-1/up/pain",
                null,
                new byte[0],
                null,
                "digest",
                null,
                List.of(new Rejection("time.no-offset", -1, "The time has no offset.")))));
    JsonNode quarantine = dashboard.get("/api/v1/quarantine").json();
    assertThat(quarantine.path("counts").path("time.no-offset").asInt()).isEqualTo(1);
    assertThat(quarantine.path("items").get(0).path("proposal").path("shiftSeconds").asInt())
        .isEqualTo(-3_600);
    assertThat(quarantine.path("items").get(0).path("receivedAt").asText())
        .isEqualTo(AT.toString());
  }

  @Test
  void aRejectedElementTellsWhatBecameOfIt() {
    dashboard.journal.append(
        List.of(
            new JournalEntry(
                AT,
                "carryover/v1/c1/watch-1/up/pain",
                null,
                new byte[0],
                null,
                "digest",
                null,
                List.of(new Rejection("time.no-offset", -1, "The time has no offset.")))));
    long sequence = dashboard.journal.lastSequence();
    dashboard.quarantine.take(
        List.of(
            new Quarantine.Step(
                sequence, 0, AT, "administration", Quarantine.State.REPLAYED, null, 9L)));
    JsonNode list =
        dashboard
            .get("/api/v1/quarantine?code=time.no-offset&device=watch-1&state=replayed")
            .json();
    assertThat(list.path("items")).hasSize(1);
    assertThat(list.path("states").path("time.no-offset").path("replayed").asInt()).isEqualTo(1);
    assertThat(dashboard.get("/api/v1/quarantine?state=open").json().path("items")).isEmpty();
    JsonNode one = dashboard.get("/api/v1/quarantine/" + sequence).json();
    assertThat(one.path("items").get(0).path("state").asText()).isEqualTo("replayed");
    assertThat(one.path("steps").get(0).path("by").asText()).isEqualTo("administration");
    assertThat(one.path("steps").get(0).path("replayedAs").asInt()).isEqualTo(9);
    assertThat(dashboard.get("/api/v1/quarantine/" + (sequence + 1)).status()).isEqualTo(404);
    assertThat(dashboard.get("/api/v1/quarantine?state=gone").status()).isEqualTo(400);
  }

  @Test
  void theDeskIsAskedForExactlyWhatWasSaid() {
    assertThat(
            dashboard
                .send("POST", "/api/v1/quarantine/replay", "{\"code\":\"device.unknown\"}")
                .json()
                .path("replayed")
                .asInt())
        .isEqualTo(4);
    assertThat(
            dashboard
                .send(
                    "POST",
                    "/api/v1/quarantine/repair",
                    "{\"device\":\"watch-1\",\"offset\":\"+01:00\",\"shiftSeconds\":-60,"
                        + "\"fields\":{\"pulse\":\"bpm\"},\"values\":{\"slot\":{\"am\":\"before\"}}}")
                .json()
                .path("repaired")
                .asInt())
        .isEqualTo(3);
    assertThat(
            dashboard
                .send("POST", "/api/v1/quarantine/accept", "{\"code\":\"time.absurd\"}")
                .json()
                .path("replayed")
                .asInt())
        .isEqualTo(1);
    assertThat(dashboard.send("POST", "/api/v1/quarantine/accept", "{}").status()).isEqualTo(400);
    assertThat(dashboard.send("POST", "/api/v1/quarantine/dismiss", "{\"sequence\":7}").status())
        .isEqualTo(200);
    assertThat(dashboard.asked).hasSize(4);
    assertThat(dashboard.asked.get(1))
        .contains("watch-1", "pulse=bpm", "slot={am=before}", "+01:00", "PT-1M");
    for (String wrong :
        List.of("{}", "{\"code\":\"UPPER\"}", "{\"sequence\":0}", "{\"sequence\":1,\"x\":1}")) {
      assertThat(dashboard.send("POST", "/api/v1/quarantine/dismiss", wrong).status())
          .as(wrong)
          .isEqualTo(400);
    }
    for (String wrong :
        List.of(
            "{\"sequence\":1}",
            "{\"sequence\":1,\"offset\":\"Berlin\"}",
            "{\"sequence\":1,\"fields\":[]}",
            "{\"sequence\":1,\"values\":{\"slot\":\"x\"}}")) {
      assertThat(dashboard.send("POST", "/api/v1/quarantine/repair", wrong).status())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(dashboard.asked).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\u0000b", " ", "", "\\ud800", "line\\nbreak"})
  void namesThatCannotBeShownAreRefused(String name) {
    Answer answer =
        dashboard.send(
            "POST", "/api/v1/patients", "{\"id\":\"p1\",\"displayName\":\"" + name + "\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("violations").findValuesAsText("field"))
        .containsExactly("displayName");
  }
}
