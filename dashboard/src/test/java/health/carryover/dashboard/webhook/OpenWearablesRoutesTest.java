package health.carryover.dashboard.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.SettableClock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class OpenWearablesRoutesTest {
  private static final String SIGNING = "whsec_C2FVsBQIhrscChlQIMV+b5ND9vAIBZaM7ZqtLnNYGDA=";
  private static final Map<String, String> TOKEN =
      Map.of("Authorization", "Bearer " + RunningDashboard.OPEN_WEARABLES);
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void anEventWithTheTokenIsHandedOverAsItCame() throws Exception {
    try (RunningDashboard dashboard = RunningDashboard.start()) {
      Map<String, String> headers = new HashMap<>(TOKEN);
      headers.put("svix-id", "msg_1");
      HttpResponse<String> taken = post(dashboard, "no json at all", headers);
      assertThat(taken.statusCode()).isEqualTo(200);
      assertThat(taken.body()).isEqualTo("{\"fate\":\"accepted\",\"codes\":[]}");
      assertThat(dashboard.asked).containsExactly("c1 event msg_1 14");
    }
  }

  @Test
  void everythingElseIsSaidByItsStatus() throws Exception {
    try (RunningDashboard dashboard = RunningDashboard.start()) {
      assertThat(post(dashboard, "{}", Map.of()).statusCode()).isEqualTo(401);
      assertThat(post(dashboard, "{}", Map.of("Authorization", "Bearer wrong")).statusCode())
          .isEqualTo(401);
      assertThat(
              post(
                      dashboard,
                      "{}",
                      Map.of("Authorization", "Bearer " + RunningDashboard.ADMINISTRATION))
                  .statusCode())
          .isEqualTo(401);
      assertThat(post(dashboard, "x".repeat((1 << 20) + 1), TOKEN).statusCode()).isEqualTo(413);
      assertThat(post(dashboard, "x".repeat(1 << 20), TOKEN).statusCode()).isEqualTo(200);
      assertThat(post(dashboard, "full", TOKEN).statusCode()).isEqualTo(503);
      assertThat(dashboard.asked).hasSize(1);
    }
  }

  @Test
  void withoutAnySecretThereIsNothingThere() throws Exception {
    try (RunningDashboard dashboard =
        RunningDashboard.start(
            options -> options.withOpenWearables(WebhookSecrets.NONE),
            new SettableClock(RunningDashboard.START))) {
      assertThat(post(dashboard, "{}", TOKEN).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void moreThanTheIntakeCanTakeIsPutOff() throws Exception {
    SettableClock clock = new SettableClock(RunningDashboard.START);
    try (RunningDashboard dashboard = RunningDashboard.start(options -> options, clock)) {
      Map<Integer, Integer> answers = new TreeMap<>();
      for (int i = 0; i < 210; i++) {
        answers.merge(post(dashboard, "{}", TOKEN).statusCode(), 1, Integer::sum);
      }
      assertThat(answers).isEqualTo(Map.of(200, 200, 429, 10));
      clock.advance(Duration.ofSeconds(1));
      assertThat(post(dashboard, "{}", TOKEN).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whereASigningSecretIsSetEveryEventMustCarryIt() throws Exception {
    Instant now = RunningDashboard.START;
    try (RunningDashboard dashboard =
        RunningDashboard.start(
            options -> options.withOpenWearables(WebhookSecrets.of("", SIGNING)),
            new SettableClock(now))) {
      String right = signature("msg_1", now, "{}");
      assertThat(signed(dashboard, "msg_1", now, "v1,AAAA " + right, "{}")).isEqualTo(200);
      assertThat(signed(dashboard, "msg_1", now, right, "{ }")).isEqualTo(401);
      assertThat(signed(dashboard, "msg_2", now, right, "{}")).isEqualTo(401);
      assertThat(signed(dashboard, "msg_1", now, "v1,not base64", "{}")).isEqualTo(401);
      Instant old = now.minusSeconds(301);
      assertThat(signed(dashboard, "msg_1", old, signature("msg_1", old, "{}"), "{}"))
          .isEqualTo(401);
      assertThat(post(dashboard, "{}", TOKEN).statusCode()).isEqualTo(401);
    }
  }

  /** The one example that the makers of the signature publish with its result. */
  @Test
  void theSignatureOfThePublishedExample() {
    byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(
            new SvixSignature(key)
                .fits(
                    "msg_p5jXN8AQM9LWM0D4loKWxJek",
                    "1614265330",
                    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                    "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8),
                    Instant.ofEpochSecond(1_614_265_330)))
        .isTrue();
  }

  private int signed(
      RunningDashboard dashboard, String id, Instant at, String signature, String body)
      throws Exception {
    Map<String, String> headers =
        Map.of(
            "svix-id", id,
            "svix-timestamp", String.valueOf(at.getEpochSecond()),
            "svix-signature", signature);
    return post(dashboard, body, headers).statusCode();
  }

  private static String signature(String id, Instant at, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(SIGNING.substring("whsec_".length())), "HmacSHA256"));
    byte[] text = (id + "." + at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(text));
  }

  private HttpResponse<String> post(
      RunningDashboard dashboard, String body, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(dashboard.uri(OpenWearablesRoutes.PATH))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
