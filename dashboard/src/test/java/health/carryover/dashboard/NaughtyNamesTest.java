package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NaughtyNamesTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void everyNameComesBackAsItWasSentOrIsRefused() throws Exception {
    Path file =
        Path.of(System.getProperty("carryover.shared", ""), "data/nasty/naughty-strings.jsonl");
    if (!Files.exists(file)) {
      System.out.println("NaughtyNamesTest: no naughty strings on this machine, nothing tried");
      assertThat(Boolean.getBoolean("carryover.shared.required")).isFalse();
      return;
    }
    int kept = 0;
    int refused = 0;
    try (RunningDashboard dashboard = RunningDashboard.start()) {
      for (String line : Files.readAllLines(file)) {
        JsonNode sample = mapper.readTree(line);
        byte[] bytes = Base64.getDecoder().decode(sample.path("base64").asText());
        String name = new String(bytes, StandardCharsets.UTF_8);
        RunningDashboard.Answer answer =
            dashboard.send(
                "POST",
                "/api/v1/patients",
                mapper.writeValueAsString(Map.of("id", "p1", "displayName", name)));
        if (answer.status() == 400) {
          assertThat(answer.code()).isEqualTo("request.invalid");
          refused++;
          continue;
        }
        assertThat(answer.status()).isIn(200, 201);
        RunningDashboard.Answer list = dashboard.get("/api/v1/patients");
        assertThat(list.header("Content-Type")).isEqualTo("application/json");
        assertThat(list.json().path("patients").get(0).path("displayName").asText())
            .isEqualTo(name);
        kept++;
      }
    }
    System.out.println("NaughtyNamesTest: " + kept + " kept, " + refused + " refused");
    assertThat(kept).isGreaterThan(refused);
  }
}
