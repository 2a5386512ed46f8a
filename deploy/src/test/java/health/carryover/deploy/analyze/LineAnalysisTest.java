package health.carryover.deploy.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.MonitorSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  void aLineOfAnyLengthIsJudgedWithoutBeingKept() throws IOException {
    String endless = "{\"patient\":\"" + "x".repeat(3_000_000) + "\"}\n{\"no\":1}";

    assertThat(analyze(endless)).hasSize(2).first().asString().contains("json.too-large");
  }

  @Test
  void bytesThatAreNoTextAreOneBadLine() throws IOException {
    byte[] bytes = {'{', '"', (byte) 0xFF, '"', ':', '1', '}', '\n', '\n'};
    StringBuilder out = new StringBuilder();

    LineAnalysis.Summary summary =
        new LineAnalysis(MonitorSettings.DEFAULTS, out).run(new ByteArrayInputStream(bytes));

    assertThat(out.toString()).contains("\"line\":1,\"code\":\"json.encoding\"");
    assertThat(summary).isEqualTo(new LineAnalysis.Summary(2, 0, 1));
  }

  private static List<String> analyze(String lines) throws IOException {
    StringBuilder out = new StringBuilder();
    new LineAnalysis(MonitorSettings.DEFAULTS, out)
        .run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    return out.toString().lines().toList();
  }
}
