package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.ProfileChange;
import health.carryover.dashboard.RunningDashboard.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CarePlanApiTest {
  private static final String PLAN = "/api/v1/patients/p1/profile";
  private static final Instant NOW = RunningDashboard.START;

  private final SettableClock clock = new SettableClock(NOW);
  private RunningDashboard dashboard;

  @BeforeEach
  void start() {
    dashboard = RunningDashboard.start(options -> options, clock);
    dashboard.addPatient("p1", "Anna");
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  @Test
  void versionsTellWhoChangedWhatAndFromWhenItCounts() {
    assertThat(dashboard.get(PLAN).json().path("version").asInt()).isZero();
    dashboard.send("PUT", PLAN, "{\"hrCeiling\":150,\"eveningPrompt\":\"20:30\"}");
    clock.advance(Duration.ofHours(1));
    Answer second =
        dashboard.send(
            "PUT",
            PLAN,
            """
            {"at":"2026-02-01T00:00:00Z","hrCeiling":140,"loadLimit":60.5,"progression":"held",
             "restrictions":"no jumps","clear":["eveningPrompt"],"expectedVersion":1}
            """);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().path("version").asInt()).isEqualTo(2);
    assertThat(second.json().path("inEffect").asBoolean()).isTrue();
    Answer plan = dashboard.get(PLAN);
    assertThat(plan.json().path("version").asInt()).isEqualTo(2);
    // The first counts from later on: its ceiling and prompt hold now.
    assertThat(plan.json().at("/plan/hrCeiling").asDouble()).isEqualTo(150);
    assertThat(plan.json().at("/plan/eveningPrompt").asText()).isEqualTo("20:30");
    assertThat(plan.json().at("/plan/loadLimit").asDouble()).isEqualTo(60.5);
    assertThat(plan.json().at("/versions/0/person").asText()).isEqualTo("administration");
    assertThat(plan.json().at("/versions/0/appliesFrom").asText())
        .isEqualTo("2026-02-01T00:00:00Z");
    assertThat(plan.json().at("/versions/1/savedAt").asText()).isEqualTo(NOW.toString());
    assertThat(plan.json().at("/versions/0/changes").findValuesAsText("field"))
        .contains("hrCeiling", "loadLimit", "progression", "restrictions");
    assertThat(dashboard.profiles)
        .extracting(ProfileChange::ceilingBpm)
        .containsExactly(150.0, 140.0);
    assertThat(dashboard.profiles.get(1).progression()).isEqualTo(ProfileChange.Progression.HELD);
  }

  @Test
  void ofTwoWhoSaveAtOnceTheSecondIsToldWhoWasFirst() {
    Answer first = dashboard.send("PUT", PLAN, "{\"hrCeiling\":150,\"expectedVersion\":0}");
    assertThat(first.status()).isEqualTo(200);
    Answer second = dashboard.send("PUT", PLAN, "{\"hrCeiling\":140,\"expectedVersion\":0}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("care-plan.changed-meanwhile");
    assertThat(second.json().at("/by/person").asText()).isEqualTo("administration");
    assertThat(second.json().at("/by/version").asInt()).isEqualTo(1);
    assertThat(dashboard.get(PLAN).json().at("/plan/hrCeiling").asDouble()).isEqualTo(150);
    assertThat(dashboard.profiles).hasSize(1);
  }

  @Test
  void everyProblemIsToldAndAPlanIsCheckedAsAWhole() {
    Answer wrong =
        dashboard.send(
            "PUT",
            PLAN,
            """
            {"at":"2030-01-01T00:00:00Z","loadLimit":-1,"progression":"fast",
             "eveningPrompt":"03:00","morningPrompt":"early","restrictions":" ",
             "birthYear":2100,"clear":["zone"]}
            """);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().path("violations").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "at",
            "loadLimit",
            "progression",
            "eveningPrompt",
            "morningPrompt",
            "restrictions",
            "birthYear",
            "clear");
    assertThat(dashboard.send("PUT", PLAN, "{\"hrRest\":60}").status()).isEqualTo(200);
    assertThat(
            dashboard
                .send("PUT", PLAN, "{\"hrMax\":75}")
                .json()
                .path("violations")
                .findValuesAsText("field"))
        .isEqualTo(List.of("hrMax"));
    assertThat(dashboard.get(PLAN).json().path("version").asInt()).isEqualTo(1);
  }

  @Test
  void whatTheJournalCouldNotBeToldIsToldLater() {
    dashboard.loseIntake(true);
    Answer saved = dashboard.send("PUT", PLAN, "{\"hrCeiling\":150}");
    assertThat(saved.status()).isEqualTo(200);
    assertThat(saved.json().path("inEffect").asBoolean()).isFalse();
    assertThat(dashboard.profiles).isEmpty();
    dashboard.loseIntake(false);
    Eventually.get(() -> dashboard.carePlans.unsent(1), List::isEmpty);
    assertThat(dashboard.profiles).hasSize(1);
  }

  @Test
  void whatNobodyNeedsToTellTheMonitorIsSavedAlone() {
    Answer saved = dashboard.send("PUT", PLAN, "{\"morningPrompt\":\"07:30\"}");
    assertThat(saved.json().path("inEffect").asBoolean()).isTrue();
    assertThat(dashboard.profiles).isEmpty();
    assertThat(dashboard.carePlans.unsent(1)).isEmpty();
  }
}
