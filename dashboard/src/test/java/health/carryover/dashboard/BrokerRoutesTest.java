package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.dashboard.RunningDashboard.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What external brokers ask, as their documentation says they do. */
class BrokerRoutesTest {
  private static final String RIGHT =
      "{\"clientid\":\"d1\",\"username\":\"d1\",\"password\":\"right\",\"peerhost\":\"10.0.0.1\"}";

  private final RunningDashboard dashboard = RunningDashboard.start();

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private Answer ask(String path, String header, String token, String body) {
    return dashboard.send(
        HttpRequest.newBuilder(dashboard.uri("/api/v1/broker/" + path))
            .header("Content-Type", "application/json")
            .header(header, token)
            .POST(BodyPublishers.ofString(body)));
  }

  private String emqx(String path, String body) {
    Answer answer = ask("emqx/" + path, "Authorization", "Bearer " + SampleBrokerDoor.TOKEN, body);
    // Any other status would let EMQX ask the next authority, or allow by default.
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("is_superuser").asBoolean()).isFalse();
    return answer.json().path("result").asText();
  }

  private int goAuth(String path, String body) {
    Answer answer = ask("go-auth/" + path, "User-Agent", SampleBrokerDoor.TOKEN, body);
    assertThat(answer.json().path("ok").asBoolean()).isEqualTo(answer.status() == 200);
    return answer.status();
  }

  @Test
  void emqxIsAlwaysAnsweredAllowOrDeny() {
    assertThat(emqx("authentication", RIGHT)).isEqualTo("allow");
    for (String wrong :
        new String[] {
          RIGHT.replace("right", "wrong"),
          "{\"clientid\":\"d1\",\"username\":null,\"password\":null}",
          "{\"clientid\":\"broken\"}",
          "{\"clientid\":\"eager\"}",
          "{}",
          "[]",
          "nonsense",
          ""
        }) {
      assertThat(emqx("authentication", wrong)).as(wrong).isEqualTo("deny");
    }
    String question =
        "{\"clientid\":\"d1\",\"username\":\"d1\",\"action\":\"%s\",\"topic\":\"d1 %s\",\"qos\":1}";
    assertThat(emqx("authorization", question.formatted("publish", "PUBLISH"))).isEqualTo("allow");
    assertThat(emqx("authorization", question.formatted("subscribe", "SUBSCRIBE")))
        .isEqualTo("allow");
    assertThat(emqx("authorization", question.formatted("subscribe", "PUBLISH"))).isEqualTo("deny");
    assertThat(emqx("authorization", question.formatted("all", "PUBLISH"))).isEqualTo("deny");
  }

  @Test
  void thePluginForMosquittoGoesByTheStatus() {
    assertThat(goAuth("user", RIGHT)).isEqualTo(200);
    assertThat(goAuth("user", RIGHT.replace("right", "wrong"))).isEqualTo(403);
    assertThat(goAuth("user", "{\"clientid\":\"eager\"}")).isEqualTo(429);
    assertThat(goAuth("user", "{\"clientid\":\"broken\"}")).isEqualTo(403);
    assertThat(goAuth("superuser", "{\"username\":\"d1\"}")).isEqualTo(403);
    String question = "{\"clientid\":\"d1\",\"username\":\"d1\",\"acc\":%d,\"topic\":\"d1 %s\"}";
    assertThat(goAuth("acl", question.formatted(1, "RECEIVE"))).isEqualTo(200);
    assertThat(goAuth("acl", question.formatted(2, "PUBLISH"))).isEqualTo(200);
    assertThat(goAuth("acl", question.formatted(4, "SUBSCRIBE"))).isEqualTo(200);
    assertThat(goAuth("acl", question.formatted(3, "PUBLISH"))).isEqualTo(403);
    assertThat(goAuth("acl", question.formatted(1, "PUBLISH"))).isEqualTo(403);
  }

  @Test
  void withoutTheTokenEverythingIsDenied() {
    for (String token : new String[] {"wrong", "Bearer wrong", "Bearer "}) {
      for (String header : new String[] {"Authorization", "User-Agent"}) {
        Answer emqx = ask("emqx/authentication", header, token, RIGHT);
        assertThat(emqx.status()).isEqualTo(200);
        assertThat(emqx.json().path("result").asText()).isEqualTo("deny");
        assertThat(ask("go-auth/user", header, token, RIGHT).status()).isEqualTo(403);
      }
    }
  }
}
