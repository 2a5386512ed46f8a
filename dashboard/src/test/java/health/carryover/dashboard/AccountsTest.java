package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.AccessLog.Outcome;
import health.carryover.analysis.port.Role;
import health.carryover.dashboard.RunningDashboard.Answer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People with accounts: joining, signing in, being held up, and losing what they had. */
class AccountsTest {
  private static final String OWN = RunningDashboard.CLINIC;

  private final SettableClock clock = new SettableClock(RunningDashboard.START);
  private final RunningDashboard dashboard = RunningDashboard.start(options -> options, clock);

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private String code(TestPerson person) {
    return Authenticator.code(person.secret(), clock.instant());
  }

  private Answer me(String cookie) {
    return dashboard.screenGet(cookie, "/api/v1/me");
  }

  @Test
  void whoIsInvitedChoosesAPasswordSetsASecondFactorUpAndIsIn() {
    Answer invited =
        dashboard.fromPage(
            dashboard.screen("Office"),
            "/api/v1/people",
            Map.of("login", " Ada ", "name", "Ada Brook", "role", "clinician"));
    assertThat(invited.status()).isEqualTo(201);
    String link = invited.json().path("link").asText();
    assertThat(link).startsWith(dashboard.origin() + "/join#");
    String token = link.split("#", 2)[1];
    Answer weak =
        dashboard.fromPage("a=b", "/api/v1/join", Map.of("token", token, "password", "short"));
    assertThat(weak.status()).isEqualTo(400);
    assertThat(weak.json().path("violations").findValuesAsText("field"))
        .containsExactly("password");
    Answer joined =
        dashboard.fromPage(
            "a=b", "/api/v1/join", Map.of("token", token, "password", TestPerson.PASSWORD));
    assertThat(joined.status()).isEqualTo(200);
    assertThat(joined.json().path("login").asText()).isEqualTo("ada");
    String half = TestPerson.cookie(joined);
    assertThat(me(half).json().path("secondFactorMissing").asBoolean()).isTrue();
    assertThat(dashboard.screenGet(half, "/api/v1/triage").code())
        .isEqualTo("second-factor.required");
    assertThat(dashboard.screenGet(half, "/").header("Location")).isEqualTo("/sign-in");
    assertThat(
            dashboard
                .fromPage(
                    "a=b", "/api/v1/join", Map.of("token", token, "password", TestPerson.PASSWORD))
                .code())
        .as("an invitation works once")
        .isEqualTo("invitation.expired");

    Answer offer = dashboard.fromPage(half, "/api/v1/second-factor", Map.of());
    String secret = offer.json().path("secret").asText();
    assertThat(offer.json().path("uri").asText()).contains("otpauth://totp/", secret);
    assertThat(offer.json().path("qr").path("path").asText()).isNotEmpty();
    assertThat(
            dashboard
                .fromPage(half, "/api/v1/second-factor/confirm", Map.of("code", "000000"))
                .code())
        .isEqualTo("second-factor.wrong");
    Answer confirmed =
        dashboard.fromPage(
            half,
            "/api/v1/second-factor/confirm",
            Map.of("code", Authenticator.code(secret, clock.instant())));
    assertThat(confirmed.json().path("recoveryCodes")).hasSize(8);
    assertThat(confirmed.header("Set-Cookie"))
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict");
    String whole = TestPerson.cookie(confirmed);
    assertThat(me(half).status()).as("the cookie was rotated").isEqualTo(401);
    assertThat(dashboard.screenGet(whole, "/api/v1/triage").status()).isEqualTo(200);
    assertThat(me(whole).json().path("person").asText()).isEqualTo("Ada Brook");
    assertThat(dashboard.fromPage(whole, "/api/v1/second-factor", Map.of()).code())
        .as("a stolen screen does not exchange the second factor")
        .isEqualTo("second-factor.not-now");
  }

  @Test
  void passwordAndCodeSignInAndACodeCountsOnce() {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
    assertThat(ada.signIn(dashboard, code(ada)).status())
        .as("the step with which it was set up is used")
        .isEqualTo(401);
    clock.advance(Duration.ofSeconds(30));
    String code = code(ada);
    Answer in =
        TestPerson.signIn(
            dashboard,
            " ADA ",
            TestPerson.PASSWORD,
            code.substring(0, 3) + " " + code.substring(3));
    assertThat(in.status()).isEqualTo(200);
    assertThat(me(TestPerson.cookie(in)).json().path("id").asText()).isEqualTo(ada.id());
    assertThat(ada.signIn(dashboard, code).code()).isEqualTo("sign-in.refused");
    clock.advance(Duration.ofSeconds(30));
    assertThat(ada.signIn(dashboard, code(ada)).status()).isEqualTo(200);
  }

  @Test
  void ofManyWhoUseTheSameCodeAtOnceOneIsIn() throws Exception {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
    clock.advance(Duration.ofSeconds(30));
    String code = code(ada);
    List<CompletableFuture<Answer>> all =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> ada.signIn(dashboard, code)))
            .toList();
    int in = 0;
    for (CompletableFuture<Answer> one : all) {
      in += one.get(60, TimeUnit.SECONDS).status() == 200 ? 1 : 0;
    }
    assertThat(in).isEqualTo(1);
  }

  @Test
  void whatIsWrongIsNotToldAndNobodyIsAnsweredAsSomebodyWould() {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
    clock.advance(Duration.ofSeconds(30));
    Answer password = TestPerson.signIn(dashboard, "ada", "not her password", code(ada));
    Answer code = ada.signIn(dashboard, "000000");
    Answer nobody = TestPerson.signIn(dashboard, "nobody", TestPerson.PASSWORD, "000000");
    for (Answer answer : List.of(password, code, nobody)) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.response().body()).isEqualTo(nobody.response().body());
      assertThat(answer.header("Set-Cookie")).isEmpty();
    }
    assertThat(
            dashboard
                .send(
                    HttpRequest.newBuilder(dashboard.uri("/api/v1/sign-in/password"))
                        .header("Content-Type", "application/json")
                        .header("X-Carryover-Request", "1")
                        .header("Origin", "https://evil.example")
                        .POST(
                            HttpRequest.BodyPublishers.ofString(
                                "{\"login\":\"ada\",\"password\":\"x\"}")))
                .code())
        .isEqualTo("request.foreign");
  }

  @Test
  void whoeverGuessesWaitsLongerAndLongerAndSoForNobodysName() {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
    clock.advance(Duration.ofSeconds(30));
    for (String login : List.of("ada", "nobody")) {
      for (int i = 0; i < 5; i++) {
        assertThat(TestPerson.signIn(dashboard, login, "guess number " + i, "1").status())
            .isEqualTo(401);
      }
      Answer waiting = TestPerson.signIn(dashboard, login, TestPerson.PASSWORD, code(ada));
      assertThat(waiting.status()).isEqualTo(429);
      assertThat(waiting.code()).isEqualTo("sign-in.wait");
      assertThat(Integer.parseInt(waiting.header("Retry-After"))).isBetween(1, 31);
    }
    clock.advance(Duration.ofSeconds(30));
    assertThat(TestPerson.signIn(dashboard, "ada", "one more guess", "1").status()).isEqualTo(401);
    clock.advance(Duration.ofSeconds(30));
    assertThat(ada.signIn(dashboard, code(ada)).status()).as("a minute now").isEqualTo(429);
    clock.advance(Duration.ofSeconds(30));
    assertThat(ada.signIn(dashboard, code(ada)).status()).isEqualTo(200);
  }

  @Test
  void anAddressThatTriesManyNamesWaitsToo() {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
    clock.advance(Duration.ofSeconds(30));
    for (int i = 0; i < 20; i++) {
      assertThat(TestPerson.signIn(dashboard, "name-" + i, TestPerson.PASSWORD, "").status())
          .isEqualTo(401);
    }
    assertThat(ada.signIn(dashboard, code(ada)).status()).isEqualTo(429);
    assertThat(me(ada.cookie()).status()).as("who is in stays in").isEqualTo(200);
  }

  @Test
  void aRecoveryCodeSignsInOnce() {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
    String recovery = ada.recoveryCodes().get(3);
    assertThat(ada.signIn(dashboard, recovery.toUpperCase(java.util.Locale.ROOT)).status())
        .isEqualTo(200);
    assertThat(ada.signIn(dashboard, recovery).status()).isEqualTo(401);
    assertThat(ada.signIn(dashboard, ada.recoveryCodes().get(0)).status()).isEqualTo(200);
  }

  @Test
  void whoIsChangedLosesEveryScreenAtOnce() {
    TestPerson office = dashboard.person("office", "Olga Office", Role.ADMIN, OWN);
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
    Answer changed =
        dashboard.fromPage(
            office.cookie(),
            "/api/v1/people/" + ada.id() + "/acts",
            Map.of("act", "role", "role", "read-only"));
    assertThat(changed.json().path("role").asText()).isEqualTo("read-only");
    assertThat(me(ada.cookie()).status()).isEqualTo(401);
    clock.advance(Duration.ofSeconds(30));
    Answer again = ada.signIn(dashboard, code(ada));
    String cookie = TestPerson.cookie(again);
    assertThat(me(cookie).json().path("role").asText()).isEqualTo("read-only");

    act(office, ada, "disable");
    assertThat(me(cookie).status()).isEqualTo(401);
    clock.advance(Duration.ofSeconds(30));
    assertThat(ada.signIn(dashboard, code(ada)).code()).isEqualTo("sign-in.refused");
    act(office, ada, "enable");
    assertThat(ada.signIn(dashboard, code(ada)).status()).isEqualTo(200);

    Answer reset = act(office, ada, "reset");
    clock.advance(Duration.ofSeconds(30));
    assertThat(ada.signIn(dashboard, code(ada)).status()).isEqualTo(401);
    assertThat(reset.json().path("secondFactor").asBoolean(true)).isFalse();
    String token = reset.json().path("link").asText().split("#", 2)[1];
    clock.advance(Duration.ofDays(3));
    assertThat(
            dashboard
                .fromPage(
                    "a=b", "/api/v1/join", Map.of("token", token, "password", TestPerson.PASSWORD))
                .code())
        .as("invitations end by themselves")
        .isEqualTo("invitation.expired");
  }

  private Answer act(TestPerson office, TestPerson person, String act) {
    Answer answer =
        dashboard.fromPage(
            office.cookie(), "/api/v1/people/" + person.id() + "/acts", Map.of("act", act));
    assertThat(answer.status()).as(act).isEqualTo(200);
    return answer;
  }

  @Test
  void nobodyLocksThemselvesOutAndNamesAreToldApart() {
    TestPerson office = dashboard.person("office", "Olga Office", Role.ADMIN, OWN);
    assertThat(
            dashboard
                .fromPage(
                    office.cookie(),
                    "/api/v1/people/" + office.id() + "/acts",
                    Map.of("act", "disable"))
                .code())
        .isEqualTo("person.self");
    assertThat(invite(office, "office", "Another").code()).isEqualTo("person.login-taken");
    assertThat(invite(office, "other", "olga office").code()).isEqualTo("person.name-taken");
    assertThat(
            invite(office, "bad login!", "x\u0000")
                .json()
                .path("violations")
                .findValuesAsText("field"))
        .containsExactlyInAnyOrder("login", "name");
    Answer elsewhere =
        dashboard.fromPage(
            office.cookie(),
            "/api/v1/people",
            Map.of("login", "far", "name", "Far Away", "role", "admin", "clinic", "c2"));
    assertThat(elsewhere.status()).isEqualTo(400);
    TestPerson far = dashboard.person("far", "Far Away", Role.ADMIN, "c2");
    assertThat(
            dashboard
                .fromPage(
                    office.cookie(), "/api/v1/people/" + far.id() + "/acts", Map.of("act", "reset"))
                .code())
        .isEqualTo("person.unknown");
    assertThat(dashboard.screenGet(office.cookie(), "/api/v1/people").response().body())
        .contains("Olga Office")
        .doesNotContain("Far Away", "argon2", ada(office));
  }

  private static String ada(TestPerson person) {
    return person.secret();
  }

  private Answer invite(TestPerson office, String login, String name) {
    return dashboard.fromPage(
        office.cookie(),
        "/api/v1/people",
        Map.of("login", login, "name", name, "role", "assistant"));
  }

  @Test
  void signInsAreNotedDoneAndRefused() {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, OWN);
    TestPerson.signIn(dashboard, "ada", "not her password", "");
    List<AccessLog.Access> noted =
        dashboard
            .accessLog
            .newest(new AccessLog.Query(OWN, null, ada.id(), null, null, null), 100)
            .stream()
            .map(AccessLog.Entry::access)
            .filter(access -> access.action().equals("sign-in"))
            .toList();
    assertThat(noted)
        .extracting(AccessLog.Access::outcome)
        .containsExactly(Outcome.REFUSED, Outcome.DONE, Outcome.DONE);
    assertThat(noted).extracting(AccessLog.Access::actorName).containsOnly("Ada Brook");
  }
}
