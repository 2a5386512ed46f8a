package health.carryover.dashboard;

import health.carryover.analysis.port.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Somebody with an account.
 *
 * @param secret of the second factor
 * @param cookie of the screen at which they joined
 */
public record TestPerson(
    String id, String login, String secret, List<String> recoveryCodes, String cookie) {
  public static final String PASSWORD = "tolerance band & 7 walks";

  /** Invites the person with the administration token and does what they do then. */
  static TestPerson join(
      RunningDashboard dashboard, String login, String name, Role role, String clinic) {
    RunningDashboard.Answer invited =
        dashboard.send(
            "POST",
            "/api/v1/people",
            "{\"login\":\"%s\",\"name\":\"%s\",\"role\":\"%s\",\"clinic\":\"%s\"}"
                .formatted(login, name, role.code(), clinic));
    String token = invited.json().path("link").asText().split("#", 2)[1];
    RunningDashboard.Answer joined =
        dashboard.fromPage(
            "nothing=1", "/api/v1/join", Map.of("token", token, "password", PASSWORD));
    String half = cookie(joined);
    String secret =
        dashboard.fromPage(half, "/api/v1/second-factor", Map.of()).json().path("secret").asText();
    RunningDashboard.Answer confirmed =
        dashboard.fromPage(
            half,
            "/api/v1/second-factor/confirm",
            Map.of("code", Authenticator.code(secret, dashboard.now())));
    return new TestPerson(
        invited.json().path("id").asText(), login, secret, texts(confirmed), cookie(confirmed));
  }

  private static List<String> texts(RunningDashboard.Answer confirmed) {
    List<String> texts = new ArrayList<>();
    confirmed.json().path("recoveryCodes").forEach(code -> texts.add(code.asText()));
    return texts;
  }

  /** What the browser keeps of {@code answer}. */
  static String cookie(RunningDashboard.Answer answer) {
    return answer.header("Set-Cookie").split(";", 2)[0];
  }

  /** Signs in with {@code code}. */
  RunningDashboard.Answer signIn(RunningDashboard dashboard, String code) {
    return signIn(dashboard, login, PASSWORD, code);
  }

  static RunningDashboard.Answer signIn(
      RunningDashboard dashboard, String login, String password, String code) {
    return dashboard.fromPage(
        "nothing=1",
        "/api/v1/sign-in/password",
        Map.of("login", login, "password", password, "code", code));
  }
}
