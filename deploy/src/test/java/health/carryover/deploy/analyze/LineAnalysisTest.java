package health.carryover.deploy.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.MonitorSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LineAnalysisTest {

  @Test
  void badLinesAreQuarantinedByNumberAndNothingElseIsLost() throws IOException {
    List<String> out =
        analyze(
            """
            \uFEFF{"patient":"p1","stream":"pain","at":"2026-03-02T08:00:00Z","nrs":3}\r

            {"patient":"p1","stream":"pain","at":"2026-03-02T09:00:00","nrs":3}
            no json
            {"patient":"p1","stream":"heart-rate","start":"2026-03-02T10:00:00Z","intervalMs":1000,"bpm":[90,0,null,91]}
            {"patient":"p1","stream":"pain","id":"a","at":"2026-03-02T12:00:00Z","nrs":31}\
            """);

    assertThat(out)
        .containsExactly(
            "{\"type\":\"quarantined\",\"line\":3,\"code\":\"time.no-offset\","
                + "\"reason\":\"A time must carry an offset or Z.\"}",
            "{\"type\":\"quarantined\",\"line\":4,\"code\":\"json.malformed\","
                + "\"reason\":\"The payload is not one JSON text.\"}",
            "{\"type\":\"quarantined\",\"line\":5,\"element\":1,\"code\":\"heart-rate.implausible\","
                + "\"reason\":\"A heart rate outside 25 to 250 is no reading.\"}",
            "{\"type\":\"quarantined\",\"line\":6,\"code\":\"field.range\","
                + "\"reason\":\"A field holds a value outside its range. Field: nrs.\"}");
  }

  @Test
  void aSecondCopyIsPassedOverAndOtherContentUnderTheSameIdentityIsNot() throws IOException {
    String first =
        "{\"patient\":\"p1\",\"stream\":\"recovery\",\"id\":\"r\",\"at\":\"2026-03-02T08:00:00Z\",\"stress\":3}";

    assertThat(analyze(first + "\n" + first + "\n" + first.replace(":3}", ":4}")))
        .singleElement()
        .asString()
        .contains("\"line\":3", "identity.conflict");
  }

  @Test
  void aSessionMayBeginMicrosecondsAfterTheMillisecondOfItsFirstReading() throws IOException {
    String at = "\"at\":\"2026-03-02T09:00:00.345678Z\"";
    String who = "{\"patient\":\"p1\",\"device\":\"d1\",\"stream\":";
    assertThat(
            analyze(
                who
                    + "\"session\",\"session\":\"s\",\"event\":\"started\","
                    + at
                    + "}\n"
                    + who
                    + "\"heart-rate\","
                    + at
                    + ",\"bpm\":92}\n"
                    + who
                    + "\"pain\",\"at\":\"2026-03-02T09:10:00Z\",\"nrs\":3}\n"))
        .noneMatch(line -> line.contains("quarantined"));
  }

  @Test
  void aLineOfAnyLengthIsJudgedWithoutBeingKept() throws IOException {
    String endless = "{\"patient\":\"" + "x".repeat(3_000_000) + "\"}\n{\"no\":1}";

    assertThat(analyze(endless)).hasSize(2).first().asString().contains("json.too-large");
  }

  @Test
  void bytesThatAreNoTextAreOneBadLine() throws IOException {
    byte[] bytes = {'{', '"', (byte) 0xFF, '"', ':', '1', '}', '\n', '\n'};
    StringBuilder out = new StringBuilder();

    LineAnalysis.Summary summary =
        LineAnalysis.of(MonitorSettings.WHOLE_FILE, out).run(new ByteArrayInputStream(bytes));

    assertThat(out.toString()).contains("\"line\":1,\"code\":\"json.encoding\"");
    assertThat(summary).isEqualTo(new LineAnalysis.Summary(2, 0, 1));
  }

  /**
   * The worked example of docs/science.md D7: pain 5 before, 3 after, 6 in the evening, 7 next
   * morning is relief 2, rebound 2, carry-over -2 and a flare.
   */
  @Test
  void aFileOfTwoPatientsGivesWhatItAlwaysGave() throws IOException {
    String lines = resource("relief-then-rebound.jsonl");

    List<String> out = analyze(lines);

    assertThat(analyze(lines)).isEqualTo(out);
    assertThat(out.stream().map(LineAnalysisTest::facts))
        .containsExactly(
            "assessment p1 s-1 revision 1: load 120.0, unknown, flare null",
            "line 4 json.malformed",
            "assessment p1 s-1 revision 2: load 120.0, unknown, flare null",
            "assessment p1 s-1 revision 3: load 120.0, relief-not-carried-over, flare false",
            "assessment p1 s-1 revision 4: load 120.0, relief-then-rebound, flare true",
            "alert p1 s-1 flare raised",
            "line 8 field.range",
            "line 10[1] heart-rate.implausible",
            "assessment p2 s-1 revision 1: load null, unknown, flare null",
            "alert p2 s-1 data-missing raised");
    assertThat(out.get(4))
        .contains("\"relief\":2.0,\"rebound\":2.0,\"carryOver\":-2.0")
        .contains("\"before\":5.0,\"during\":null,\"after\":3.0");
  }

  private static String facts(String line) {
    try {
      JsonNode o = new ObjectMapper().readTree(line);
      return switch (o.path("type").asText()) {
        case "assessment" ->
            "assessment %s %s revision %d: load %s, %s, flare %s"
                .formatted(
                    o.path("patient").asText(),
                    o.path("session").asText(),
                    o.path("revision").asInt(),
                    o.path("load").path("value").asText(),
                    o.path("pattern").asText(),
                    o.path("flare").asText());
        case "alert" ->
            "alert %s %s %s %s"
                .formatted(
                    o.path("patient").asText(),
                    o.path("session").asText(),
                    o.path("kind").asText(),
                    o.path("change").asText());
        default ->
            "line %d%s %s"
                .formatted(
                    o.path("line").asInt(),
                    o.has("element") ? "[" + o.path("element").asInt() + "]" : "",
                    o.path("code").asText());
      };
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LineAnalysisTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> analyze(String lines) throws IOException {
    StringBuilder out = new StringBuilder();
    LineAnalysis.of(MonitorSettings.WHOLE_FILE, out)
        .run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    return out.toString().lines().toList();
  }
}
