package health.carryover.dashboard.phone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.carryover.analysis.careplan.CarePlanField;
import health.carryover.analysis.guidance.PatientText;
import health.carryover.analysis.port.CarePlans;
import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.RunningDashboard.Answer;
import health.carryover.dashboard.SampleClinic;
import health.carryover.dashboard.SettableClock;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PhoneRoutesTest {
  private static final String PAIN = "{\"stream\":\"pain\",\"message\":{\"id\":\"a\",\"nrs\":3}}";

  private RunningDashboard dashboard;

  @BeforeEach
  void start() {
    dashboard = RunningDashboard.start();
    SampleClinic.fill(dashboard, RunningDashboard.START);
    dashboard.desk.code(RunningDashboard.CLINIC, "p1");
    dashboard.desk.claim("P1", "phone-1", "");
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private HttpRequest.Builder call(String path, String pair) {
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    return HttpRequest.newBuilder(dashboard.uri(path))
        .header("Authorization", "Basic " + basic)
        .header("Content-Type", "application/json");
  }

  private Answer tell(String pair, String body) {
    return dashboard.send(call("/api/v1/phone/messages", pair).POST(BodyPublishers.ofString(body)));
  }

  private Answer today(String language) {
    return dashboard.send(
        call("/api/v1/phone/today", "phone-1:a secret").header("Accept-Language", language).GET());
  }

  @Test
  void whatAPhoneTellsIsTakenForItsPatient() {
    Answer answer = tell("phone-1:a secret", PAIN);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("fate").asText()).isEqualTo("accepted");
    assertThat(dashboard.phones.sent).containsExactly("p1 pain {\"id\":\"a\",\"nrs\":3}");
  }

  @Test
  void whatCannotBeUsedIsSaidAndWhatIsNotDurableIsToBeSentAgain() {
    Answer unknown =
        tell("phone-1:a secret", "{\"stream\":\"dreams\",\"message\":{\"at\":\"now\"}}");
    assertThat(unknown.json().path("fate").asText()).isEqualTo("quarantined");
    assertThat(unknown.json().path("codes").path(0).asText()).isEqualTo("stream.unknown");
    dashboard.phones.loseJournal();
    assertThat(tell("phone-1:a secret", PAIN).status()).isEqualTo(503);
  }

  @Test
  void onlyADeviceWithItsSecretAndAPatientComesIn() {
    assertThat(tell("phone-1:another", PAIN).status()).isEqualTo(401);
    assertThat(tell("phone-1", PAIN).status()).isEqualTo(401);
    assertThat(tell("phone-2:a secret", PAIN).status()).isEqualTo(403);
    assertThat(tell("phone-1:guessed too often", PAIN).status()).isEqualTo(429);
    for (String header : new String[] {"Basic %%%", "Bearer x", "Basic"}) {
      Answer answer =
          dashboard.send(
              HttpRequest.newBuilder(dashboard.uri("/api/v1/phone/today"))
                  .header("Authorization", header)
                  .GET());
      assertThat(answer.status()).isEqualTo(401);
      // No browser shall ask for a password of its own.
      assertThat(answer.header("WWW-Authenticate")).isEmpty();
    }
    assertThat(dashboard.get("/api/v1/phone/today").status()).isEqualTo(401);
    assertThat(dashboard.phones.sent).isEmpty();
  }

  @Test
  void aBodyThatIsNoMessageIsRefusedWithEveryProblem() {
    Answer answer = tell("phone-1:a secret", "{\"stream\":\"../up\",\"message\":[1]}");
    assertThat(answer.status()).isEqualTo(400);
    Set<String> fields = new HashSet<>();
    answer.json().path("violations").forEach(one -> fields.add(one.path("field").asText()));
    assertThat(fields).containsExactlyInAnyOrder("stream", "message");
  }

  @Test
  void onePhonesFloodIsSlowedAndNobodyElses() {
    dashboard.desk.code(RunningDashboard.CLINIC, "p2");
    dashboard.desk.claim("P2", "phone-2", "");
    int status = 200;
    int taken = 0;
    while (status == 200 && taken < 1_000) {
      status = tell("phone-1:a secret", PAIN).status();
      taken++;
    }
    assertThat(status).isEqualTo(429);
    assertThat(tell("phone-2:a secret", PAIN).status()).isEqualTo(200);
  }

  @Test
  void todayHoldsOpenQuestionsAndTheSuggestionInThePatientsLanguage() {
    JsonNode english = today("en-GB,en;q=0.8").json();
    assertThat(english.path("askPain").asText()).isEqualTo(PatientText.ASK_PAIN.english());
    assertThat(english.path("questions").size()).isEqualTo(1);
    assertThat(english.path("questions").path(0).path("slots").path(0).asText())
        .isEqualTo("next-morning");
    assertThat(english.path("amount").isNull()).isTrue();
    JsonNode german = today("de-DE,de;q=0.9,en;q=0.5").json();
    assertThat(german.path("askPain").asText()).startsWith("Wie stark sind Ihre Schmerzen");
    assertThat(today("fr").json().path("askPain").asText()).startsWith("How is your pain");
  }

  @Test
  void questionsAreAskedAtTheTimesOfTheCarePlan() {
    String before = today("en").json().at("/questions/0/askAt/next-morning").asText();
    assertThat(before).endsWith("T06:00:00Z");
    dashboard.carePlans.save(
        "p1",
        new CarePlans.Draft(
            "Kim",
            RunningDashboard.START,
            RunningDashboard.START,
            Map.of(CarePlanField.ZONE, "Europe/Berlin", CarePlanField.MORNING_PROMPT, "08:30"),
            null));
    assertThat(today("en").json().at("/questions/0/askAt/next-morning").asText())
        .isEqualTo(before.replace("T06:00:00Z", "T07:30:00Z"));
  }

  @Test
  void questionsEndADayAndAHalfAfterTheSession() {
    dashboard.close();
    dashboard =
        RunningDashboard.start(
            options -> options, new SettableClock(RunningDashboard.START.plusSeconds(2 * 86_400)));
    SampleClinic.fill(dashboard, RunningDashboard.START);
    dashboard.desk.code(RunningDashboard.CLINIC, "p1");
    dashboard.desk.claim("P1", "phone-1", "");
    assertThat(today("en").json().path("questions").size()).isZero();
  }

  @Test
  void everySentenceForPatientsIsTranslated() {
    for (PatientText text : PatientText.values()) {
      String german = PatientWords.of(text, java.util.Locale.GERMAN);
      assertThat(german).isNotBlank().isNotEqualTo(text.english());
      assertThat(german.toLowerCase(java.util.Locale.ROOT))
          .doesNotContain("gefahr", "schaden", "verletz", "schuld", "überlast", "rückschlag");
      assertThat(PatientWords.of(text.english(), java.util.Locale.GERMAN)).isEqualTo(german);
    }
  }
}
