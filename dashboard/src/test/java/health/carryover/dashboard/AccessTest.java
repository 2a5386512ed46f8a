package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.dashboard.http.ApiRouter.Endpoint;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTest {
  /** What works without being signed in: signing in, and a device that joins with its code. */
  private static final java.util.Set<String> OPEN =
      java.util.Set.of(
          "/api/v1/sign-in",
          // With a password or an invitation: AccountsTest.
          "/api/v1/sign-in/password",
          "/api/v1/join",
          "/api/v1/enrolments/claim",
          // With a device's secret: PhoneRoutesTest.
          "/api/v1/phone/messages",
          "/api/v1/phone/today",
          // With a token of its own: OpenWearablesRoutesTest.
          "/api/v1/webhooks/open-wearables",
          // With a token of their own: BrokerRoutesTest.
          "/api/v1/broker/emqx/authentication",
          "/api/v1/broker/emqx/authorization",
          "/api/v1/broker/go-auth/user",
          "/api/v1/broker/go-auth/superuser",
          "/api/v1/broker/go-auth/acl");

  private final SettableClock clock = new SettableClock(RunningDashboard.START);
  private final RunningDashboard dashboard =
      RunningDashboard.start(o -> o.withIdleTimeout(Duration.ofMinutes(30)), clock);

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private RunningDashboard.Answer signIn(String token) {
    return dashboard.send(
        HttpRequest.newBuilder(dashboard.uri("/api/v1/sign-in"))
            .header("Content-Type", "application/json")
            .header("X-Carryover-Request", "1")
            .header("Origin", dashboard.origin())
            .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}")));
  }

  @Test
  void nothingUnderApiAnswersWithoutSignIn() {
    for (Endpoint endpoint : dashboard.service.endpoints()) {
      if (OPEN.contains(endpoint.path())) {
        continue;
      }
      String path = endpoint.path().replace("{id}", "x");
      for (String authorization : new String[] {null, "Bearer wrong", "Basic eDp5", "Bearer "}) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(dashboard.uri(path))
                .header("Content-Type", "application/json")
                .header("X-Carryover-Request", "1")
                .header("Origin", dashboard.origin())
                .header("Cookie", "carryover_screen=guessed")
                .method(endpoint.method().name(), BodyPublishers.ofString("{}"));
        if (authorization != null) {
          request.header("Authorization", authorization);
        }
        RunningDashboard.Answer answer = dashboard.send(request);
        assertThat(answer.status()).as(endpoint.toString()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("sign-in.required");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      }
    }
    assertThat(
            dashboard.send(HttpRequest.newBuilder(dashboard.uri("/api/v1/no-such")).GET()).status())
        .as("what does not exist is not told to strangers")
        .isEqualTo(401);
  }

  @Test
  void aTokenSignsInOnceAndSetsACookieThatScriptsCannotRead() {
    String token = dashboard.links.create("Ada");
    RunningDashboard.Answer first = signIn(token);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().path("person").asText()).isEqualTo("Ada");
    assertThat(first.header("Set-Cookie"))
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict", "Path=/")
        .doesNotContain("Secure");
    RunningDashboard.Answer second = signIn(token);
    assertThat(second.status()).isEqualTo(401);
    assertThat(second.code()).isEqualTo("sign-in.expired");
    assertThat(second.header("Set-Cookie")).isEmpty();
  }

  @Test
  void aTokenEndsAfterFifteenMinutes() {
    String token = dashboard.links.create();
    clock.advance(Duration.ofMinutes(15));
    assertThat(signIn(token).status()).isEqualTo(401);
  }

  @Test
  void theCookieTravelsEncryptedOnlyBehindHttps() {
    try (RunningDashboard tls =
        RunningDashboard.start(
            o -> o.withPublicOrigin(URI.create("https://clinic.example")), clock)) {
      RunningDashboard.Answer answer =
          tls.send(
              HttpRequest.newBuilder(tls.uri("/api/v1/sign-in"))
                  .header("Content-Type", "application/json")
                  .header("X-Carryover-Request", "1")
                  .header("Origin", "https://clinic.example")
                  .POST(BodyPublishers.ofString("{\"token\":\"" + tls.links.create() + "\"}")));
      assertThat(answer.header("Set-Cookie")).contains("Secure");
    }
  }

  @Test
  void aScreenIsSignedOutAfterTheIdleTimeAndWhenItAsksFor() {
    String idle = dashboard.screen("Ada");
    clock.advance(Duration.ofMinutes(29));
    assertThat(me(idle)).isEqualTo(200);
    clock.advance(Duration.ofMinutes(29));
    assertThat(me(idle)).isEqualTo(200);
    clock.advance(Duration.ofMinutes(30));
    assertThat(me(idle)).isEqualTo(401);

    String screen = dashboard.screen("Ben");
    assertThat(change(screen, "/api/v1/sign-out", dashboard.origin(), "1").status()).isEqualTo(200);
    assertThat(me(screen)).isEqualTo(401);
  }

  @Test
  void aScreenInUseIsSignedOutAfterTheLongestTime() {
    String screen = dashboard.screen("Ada");
    for (int minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      clock.advance(Duration.ofMinutes(20));
      assertThat(me(screen)).isEqualTo(200);
    }
    clock.advance(Duration.ofMinutes(20));
    assertThat(me(screen)).isEqualTo(401);
  }

  @Test
  void whatAPageFetchesByItselfIsNoUse() {
    String screen = dashboard.screen("Ada");
    for (int minutes = 0; minutes < 30; minutes += 10) {
      assertThat(get(screen, "/view/triage").status()).isEqualTo(200);
      clock.advance(Duration.ofMinutes(10));
    }
    assertThat(get(screen, "/view/triage").status()).isEqualTo(401);
  }

  @Test
  void signingInAnewEndsWhatTheScreenWasBefore() {
    String before = dashboard.screen("Ada");
    RunningDashboard.Answer again =
        dashboard.send(
            HttpRequest.newBuilder(dashboard.uri("/api/v1/sign-in"))
                .header("Content-Type", "application/json")
                .header("X-Carryover-Request", "1")
                .header("Cookie", before)
                .POST(BodyPublishers.ofString("{\"token\":\"" + dashboard.links.create() + "\"}")));
    String after = again.header("Set-Cookie").split(";", 2)[0];
    assertThat(after).isNotEqualTo(before);
    assertThat(me(before)).isEqualTo(401);
    assertThat(me(after)).isEqualTo(200);
  }

  @Test
  void whoAsksTooFastIsToldToSlowDown() {
    String screen = dashboard.screen("Ada");
    String other = dashboard.screen("Ben");
    int last = 200;
    for (int i = 0; i < 1_000 && last == 200; i++) {
      last = me(screen);
    }
    assertThat(last).isEqualTo(429);
    assertThat(get(screen, "/").status()).isEqualTo(429);
    assertThat(me(other)).as("nobody else is held up").isEqualTo(200);
    clock.advance(Duration.ofSeconds(1));
    assertThat(me(screen)).isEqualTo(200);
  }

  private RunningDashboard.Answer get(String cookie, String path) {
    return dashboard.send(
        HttpRequest.newBuilder(dashboard.uri(path)).header("Cookie", cookie).GET());
  }

  @Test
  void changesFromAScreenMustComeFromOurOwnPages() {
    String screen = dashboard.screen("Ada");
    for (Endpoint endpoint : dashboard.service.endpoints()) {
      if (endpoint.method().name().equals("GET") || OPEN.contains(endpoint.path())) {
        continue;
      }
      String path = endpoint.path().replace("{id}", "x");
      for (String[] sent :
          new String[][] {
            {null, "1"}, {"https://evil.example", "1"}, {"null", "1"}, {dashboard.origin(), null}
          }) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(dashboard.uri(path))
                .header("Content-Type", "application/json")
                .header("Cookie", screen)
                .method(endpoint.method().name(), BodyPublishers.ofString("{}"));
        if (sent[0] != null) {
          request.header("Origin", sent[0]);
        }
        if (sent[1] != null) {
          request.header("X-Carryover-Request", sent[1]);
        }
        RunningDashboard.Answer answer = dashboard.send(request);
        assertThat(answer.status()).as(endpoint.toString()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("request.foreign");
      }
    }
    assertThat(me(screen)).as("a foreign sign-out signs nobody out").isEqualTo(200);
  }

  @Test
  void aForeignPageCannotSignAScreenIn() {
    RunningDashboard.Answer answer =
        dashboard.send(
            HttpRequest.newBuilder(dashboard.uri("/api/v1/sign-in"))
                .header("Content-Type", "application/json")
                .header("X-Carryover-Request", "1")
                .header("Origin", "https://evil.example")
                .POST(BodyPublishers.ofString("{\"token\":\"" + dashboard.links.create() + "\"}")));
    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void pagesSendStrangersToTheSignInAndFilesNeedNone() {
    for (String page : new String[] {"/", "/patients/p1"}) {
      RunningDashboard.Answer answer =
          dashboard.send(HttpRequest.newBuilder(dashboard.uri(page)).GET());
      assertThat(answer.status()).isEqualTo(303);
      assertThat(answer.header("Location")).isEqualTo("/sign-in");
    }
    for (String file :
        new String[] {
          "/sign-in",
          "/favicon.ico",
          "/favicon.svg",
          "/assets/pico.css",
          "/openapi.json",
          "/asyncapi.yaml"
        }) {
      RunningDashboard.Answer answer =
          dashboard.send(HttpRequest.newBuilder(dashboard.uri(file)).GET());
      assertThat(answer.status()).as(file).isEqualTo(200);
      assertThat(answer.header("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    }
  }

  @Test
  void theTokenIsNotPrintedWithTheOptions() {
    assertThat(
            DashboardOptions.of("c1", "localhost", 8080)
                .withAdministrationToken("very-secret-token")
                .toString())
        .doesNotContain("very-secret");
  }

  private int me(String cookie) {
    return dashboard
        .send(HttpRequest.newBuilder(dashboard.uri("/api/v1/me")).header("Cookie", cookie).GET())
        .status();
  }

  private RunningDashboard.Answer change(String cookie, String path, String origin, String own) {
    return dashboard.send(
        HttpRequest.newBuilder(dashboard.uri(path))
            .header("Cookie", cookie)
            .header("Origin", origin)
            .header("X-Carryover-Request", own)
            .POST(BodyPublishers.noBody()));
  }
}
