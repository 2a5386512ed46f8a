package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.dashboard.RunningDashboard.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceRoutesTest {
  private final RunningDashboard dashboard = RunningDashboard.start();

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private Answer claim(String code, String device) {
    return dashboard.send(
        HttpRequest.newBuilder(dashboard.uri("/api/v1/enrolments/claim"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"code\":\"%s\",\"device\":\"%s\"}".formatted(code, device))));
  }

  @Test
  void aCodeIsExchangedForASecretWithoutSigningIn() {
    dashboard.addPatient("p1", "Somebody");
    Answer code = dashboard.send("POST", "/api/v1/enrolments/codes", "{\"patient\":\"p1\"}");
    assertThat(code.status()).isEqualTo(201);
    assertThat(code.json().path("code").asText()).isEqualTo("P1");
    assertThat(code.json().path("expiresAt").asText()).isEqualTo("2026-03-02T09:15:00Z");
    assertThat(code.json().path("uri").asText())
        .startsWith(
            "carryover:enrol?code=P1&broker=mqtts%3A%2F%2Fbroker.example%3A8883&api=http%3A");

    Answer granted = claim("P1", "watch-1");
    assertThat(granted.status()).isEqualTo(201);
    assertThat(granted.json().path("clinic").asText()).isEqualTo(RunningDashboard.CLINIC);
    assertThat(granted.json().path("device").asText()).isEqualTo("watch-1");
    assertThat(granted.json().path("secret").asText()).isEqualTo("a secret");
    assertThat(granted.json().path("broker").asText()).isEqualTo("mqtts://broker.example:8883");
    assertThat(granted.header("Cache-Control")).isEqualTo("no-store");

    Answer listed = dashboard.get("/api/v1/devices");
    assertThat(listed.json().at("/devices/0/device").asText()).isEqualTo("watch-1");
    assertThat(listed.json().at("/devices/0/patient").asText()).isEqualTo("p1");
    assertThat(dashboard.send("POST", "/api/v1/devices/watch-1/revoke", "{}").status())
        .isEqualTo(200);
    assertThat(dashboard.send("POST", "/api/v1/devices/watch-1/revoke", "{}").code())
        .isEqualTo("device.unknown");
  }

  @Test
  void refusalsSayWhatToDoAndNothingMore() {
    dashboard.addPatient("p1", "Somebody");
    assertThat(claim("P1", "watch-1").code()).isEqualTo("enrolment.code-unknown");
    assertThat(claim("P1", "Watch 1").code()).isEqualTo("request.invalid");
    assertThat(claim("", "watch-1").code()).isEqualTo("request.invalid");
    for (int time = 0; time < 2; time++) {
      dashboard.send("POST", "/api/v1/enrolments/codes", "{\"patient\":\"p1\"}");
      Answer answer = claim("P1", "watch-1");
      assertThat(answer.status()).isEqualTo(time == 0 ? 201 : 409);
    }
    dashboard.desk.full = true;
    assertThat(claim("P1", "watch-2").status()).isEqualTo(429);
    assertThat(dashboard.send("POST", "/api/v1/enrolments/codes", "{\"patient\":\"p1\"}").status())
        .isEqualTo(429);
    assertThat(dashboard.send("POST", "/api/v1/enrolments/codes", "{\"patient\":\"p2\"}").code())
        .isEqualTo("request.invalid");
  }

  @Test
  void codesAndDevicesAreForThoseWhoSignedIn() {
    for (String path : new String[] {"/api/v1/enrolments/codes", "/api/v1/devices/x/revoke"}) {
      assertThat(
              dashboard
                  .send(
                      HttpRequest.newBuilder(dashboard.uri(path))
                          .POST(BodyPublishers.ofString("{}")))
                  .status())
          .isEqualTo(401);
    }
    assertThat(dashboard.send(HttpRequest.newBuilder(dashboard.uri("/api/v1/devices"))).status())
        .isEqualTo(401);
  }
}
