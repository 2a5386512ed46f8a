package health.carryover.deploy.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.config.SettingsReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A patient's phone at a whole service: joins by a code, tells by HTTP, is revoked. */
class PhoneTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private URI api;

  @Test
  void whatAPhoneTellsIsStoredOnceSeenByTheClinicAndRefusedOnceItIsRevoked() throws Exception {
    Path data = folder.resolve("data");
    try (CarryoverService service =
        CarryoverService.start(
            SettingsReader.fromEnvironment(
                Map.of(
                    "CARRYOVER_DATA_FOLDER", data.toString(),
                    "CARRYOVER_DASHBOARD_PORT", "0",
                    "CARRYOVER_MANAGEMENT_PORT", "0",
                    "CARRYOVER_BROKER_PORT", "0")),
            InstantSource.system())) {
      api = service.dashboardAddress();
      String clinic = "Bearer " + AdminToken.ofCommand(data);
      service.directory().put(new Patient("p1", "clinic", "Somebody", Instant.EPOCH));
      JsonNode code = call("POST", "/api/v1/enrolments/codes", clinic, "{\"patient\":\"p1\"}", 201);
      assertThat(code.path("phone").asText())
          .isEqualTo(api + "/phone#" + code.path("code").asText());
      JsonNode granted =
          call(
              "POST",
              "/api/v1/enrolments/claim",
              clinic,
              "{\"code\":\"%s\",\"device\":\"phone-1\"}".formatted(code.path("code").asText()),
              201);
      String pair = "phone-1:" + granted.path("secret").asText();
      String phone = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));

      Instant now = Instant.now();
      String flag =
          "{\"stream\":\"safety\",\"message\":{\"id\":\"a\",\"at\":\"%s\",\"redFlags\":[\"fever\"]}}"
              .formatted(now);
      assertThat(tell(phone, flag).path("fate").asText()).isEqualTo("accepted");
      assertThat(tell(phone, flag).path("fate").asText()).isEqualTo("duplicate");
      JsonNode bad =
          tell(
              phone, "{\"stream\":\"pain\",\"message\":{\"id\":\"b\",\"at\":\"10:00\",\"nrs\":3}}");
      assertThat(bad.path("fate").asText()).isEqualTo("quarantined");
      assertThat(bad.path("codes").size()).isEqualTo(1);
      assertThat(service.journalled()).isEqualTo(2);

      awaitRedFlag(clinic);
      JsonNode today = call("GET", "/api/v1/phone/today", phone, null, 200);
      assertThat(today.path("questions").size()).isZero();
      assertThat(today.path("suggestion").isNull()).isTrue();

      call("POST", "/api/v1/devices/phone-1/revoke", clinic, "{}", 200);
      assertThat(call("POST", "/api/v1/phone/messages", phone, flag, 401).path("code").asText())
          .isEqualTo("phone.unknown");
    }
  }

  private JsonNode tell(String phone, String body) throws Exception {
    return call("POST", "/api/v1/phone/messages", phone, body, 200);
  }

  private void awaitRedFlag(String clinic) throws Exception {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!call("GET", "/api/v1/alerts", clinic, null, 200).toString().contains("red-flag")) {
      assertThat(System.nanoTime()).as("still no alert").isLessThan(giveUpAt);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private JsonNode call(String method, String path, String authorization, String body, int status)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return json.readTree(answer.body());
  }
}
