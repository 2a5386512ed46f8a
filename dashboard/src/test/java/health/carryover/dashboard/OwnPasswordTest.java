package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.AccessLog.Outcome;
import health.carryover.analysis.port.Role;
import health.carryover.dashboard.RunningDashboard.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever is signed in chooses another password. */
class OwnPasswordTest {
  private static final String OTHER = "eleven quiet herons";

  private final SettableClock clock = new SettableClock(RunningDashboard.START);
  private final RunningDashboard dashboard = RunningDashboard.start(options -> options, clock);

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private TestPerson ada() {
    return dashboard.person("ada", "Ada Brook", Role.READ_ONLY, RunningDashboard.CLINIC);
  }

  private String nextCode(TestPerson person) {
    clock.advance(Duration.ofSeconds(30));
    return Authenticator.code(person.secret(), clock.instant());
  }

  private Answer change(String cookie, String current, String code, String next) {
    return dashboard.fromPage(
        cookie,
        "/api/v1/password",
        Map.of("currentPassword", current, "code", code, "newPassword", next));
  }

  private int me(String cookie) {
    return dashboard.screenGet(cookie, "/api/v1/me").status();
  }

  @Test
  void theNewPasswordCountsAndEveryOtherScreenIsSignedOut() {
    TestPerson ada = ada();
    String elsewhere = TestPerson.cookie(ada.signIn(dashboard, nextCode(ada)));
    assertThat(me(ada.cookie())).isEqualTo(200);
    assertThat(me(elsewhere)).isEqualTo(200);
    Answer changed = change(elsewhere, TestPerson.PASSWORD, nextCode(ada), OTHER);
    assertThat(changed.status()).isEqualTo(200);
    String here = TestPerson.cookie(changed);
    assertThat(me(here)).isEqualTo(200);
    assertThat(me(ada.cookie())).isEqualTo(401);
    assertThat(me(elsewhere)).as("the cookie was rotated").isEqualTo(401);
    assertThat(ada.signIn(dashboard, nextCode(ada)).status()).as("the old password").isEqualTo(401);
    assertThat(TestPerson.signIn(dashboard, "ada", OTHER, nextCode(ada)).status()).isEqualTo(200);
    assertThat(outcomes(ada)).containsExactly(Outcome.DONE);
  }

  private List<Outcome> outcomes(TestPerson person) {
    AccessLog.Query query =
        new AccessLog.Query(RunningDashboard.CLINIC, null, person.id(), null, null, null);
    return dashboard.accessLog.newest(query, 100).stream()
        .map(AccessLog.Entry::access)
        .filter(access -> access.action().equals("POST /api/v1/password"))
        .map(AccessLog.Access::outcome)
        .toList();
  }

  @Test
  void withoutPasswordOrCodeNothingChangesAndACodeCountsOnce() {
    TestPerson ada = ada();
    String code = nextCode(ada);
    assertThat(change(ada.cookie(), "not her password", code, OTHER).code())
        .isEqualTo("password.wrong");
    assertThat(change(ada.cookie(), TestPerson.PASSWORD, "000000", OTHER).code())
        .isEqualTo("password.wrong");
    assertThat(change(ada.cookie(), TestPerson.PASSWORD, "", OTHER).code())
        .isEqualTo("password.wrong");
    assertThat(me(ada.cookie())).as("who is in stays in").isEqualTo(200);
    assertThat(ada.signIn(dashboard, code).status()).isEqualTo(200);
    assertThat(change(ada.cookie(), TestPerson.PASSWORD, code, OTHER).code())
        .as("it was used to sign in")
        .isEqualTo("password.wrong");
    List<Outcome> noted = Eventually.get(() -> outcomes(ada), all -> !all.contains(Outcome.DONE));
    assertThat(noted).hasSize(4).containsOnly(Outcome.FAILED);
    String recovery = ada.recoveryCodes().get(0);
    assertThat(change(ada.cookie(), TestPerson.PASSWORD, recovery, OTHER).status()).isEqualTo(200);
  }

  @Test
  void aPasswordThatIsEasyOrTheSameIsRefused() {
    TestPerson ada = ada();
    for (String next :
        List.of("short", "aaaaaaaaaaaaaaaa", "my name is ada", TestPerson.PASSWORD)) {
      Answer answer = change(ada.cookie(), TestPerson.PASSWORD, nextCode(ada), next);
      assertThat(answer.status()).as(next).isEqualTo(400);
      assertThat(answer.json().path("violations").findValuesAsText("field"))
          .containsExactly("newPassword");
    }
  }

  @Test
  void whoeverGuessesAtAScreenWaitsAsAtTheSignIn() {
    TestPerson ada = ada();
    for (int i = 0; i < 5; i++) {
      assertThat(change(ada.cookie(), "guess number " + i, "000000", OTHER).status())
          .isEqualTo(403);
    }
    Answer held = change(ada.cookie(), TestPerson.PASSWORD, "000000", OTHER);
    assertThat(held.code()).isEqualTo("sign-in.wait");
    assertThat(Integer.parseInt(held.header("Retry-After"))).isBetween(1, 31);
    assertThat(ada.signIn(dashboard, "000000").status())
        .as("one count for both doors")
        .isEqualTo(429);
  }

  @Test
  void whoeverCameByALinkHasNoPasswordAndIsToldSo() {
    String link = dashboard.screen("Office");
    assertThat(change(link, TestPerson.PASSWORD, "", OTHER).code()).isEqualTo("password.none");
    assertThat(dashboard.screenGet(link, "/account").response().body())
        .contains("There is no account behind it")
        .doesNotContain("<form");
    assertThat(
            dashboard
                .send(
                    "POST",
                    "/api/v1/password",
                    "{\"currentPassword\":\"a\",\"newPassword\":\"eleven quiet herons\"}")
                .code())
        .isEqualTo("password.none");
  }
}
