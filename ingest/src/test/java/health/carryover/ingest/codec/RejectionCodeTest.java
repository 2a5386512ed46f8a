package health.carryover.ingest.codec;

import static health.carryover.ingest.codec.Messages.on;
import static health.carryover.ingest.codec.Messages.refusal;
import static health.carryover.ingest.codec.Messages.up;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every reason for which the codec itself refuses something. */
class RejectionCodeTest {
  private static final String AT = "\"at\":\"2026-03-02T10:00:00Z\"";

  @Test
  void codesAreDistinctAndWellFormed() {
    Set<String> codes = new HashSet<>();
    for (RejectionCode code : RejectionCode.values()) {
      assertThat(code.code()).matches("[a-z]+(-[a-z]+)*\\.[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(codes.add(code.code())).isTrue();
      assertThat(code.sentence()).endsWith(".").doesNotContain("\n");
      assertThat(RejectionCode.ofCode(code.code())).contains(code);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "pain       | field.missing        | {@}",
        "pain       | field.missing        | {`nrs`:3}",
        "pain       | field.missing        | {`nrs`:3,`at`:null}",
        "pain       | field.type           | {@,`nrs`:`3`}",
        "pain       | field.type           | {@,`nrs`:true}",
        "pain       | field.type           | {@,`nrs`:[3]}",
        "pain       | field.range          | {@,`nrs`:10.1}",
        "pain       | field.range          | {@,`nrs`:-0.1}",
        "pain       | field.range          | {@,`nrs`:1e400}",
        "pain       | field.type           | {@,`nrs`:3,`flare`:`yes`}",
        "pain       | field.type           | {@,`nrs`:3,`slot`:1}",
        "pain       | field.unknown-value  | {@,`nrs`:3,`slot`:`noon`}",
        "pain       | id.malformed         | {@,`nrs`:3,`session`:`s 1`}",
        "pain       | id.malformed         | {@,`nrs`:3,`session`:``}",
        "pain       | id.malformed         | {@,`nrs`:3,`id`:``}",
        "pain       | id.malformed         | {@,`nrs`:3,`id`:`a\\u0000`}",
        "pain       | field.type           | {@,`nrs`:3,`id`:{}}",
        "pain       | field.range          | {@,`nrs`:3,`seq`:-1}",
        "pain       | field.range          | {@,`nrs`:3,`seq`:1.5}",
        "pain       | field.range          | {@,`nrs`:3,`seq`:99999999999999999999}",
        "pain       | field.type           | {@,`nrs`:3,`seq`:`1`}",
        "pain       | field.text           | {@,`nrs`:3,`site`:`a\\u0000b`}",
        "pain       | field.text           | {@,`nrs`:3,`site`:`\\ud800`}",
        "pain       | time.no-offset       | {`at`:`2026-03-02T10:00:00`,`nrs`:3}",
        "pain       | time.no-offset       | {`at`:`2026-03-02T10:00:00.123`,`nrs`:3}",
        "pain       | time.malformed       | {`at`:`2026-03-02`,`nrs`:3}",
        "pain       | time.malformed       | {`at`:1772445600,`nrs`:3}",
        "pain       | time.malformed       | {`at`:`2026-02-29T10:00:00Z`,`nrs`:3}",
        "pain       | time.absurd          | {`at`:`1999-12-31T23:59:59Z`,`nrs`:3}",
        "pain       | time.absurd          | {`at`:`2026-03-03T12:00:01Z`,`nrs`:3}",
        "recovery   | field.range          | {@,`sleepHours`:25}",
        "recovery   | field.range          | {@,`restingHr`:0}",
        "recovery   | field.range          | {@,`stress`:11}",
        "safety     | field.missing        | {@}",
        "safety     | field.type           | {@,`redFlags`:{}}",
        "session    | field.missing        | {@,`event`:`started`}",
        "session    | field.missing        | {@,`session`:`s`}",
        "session    | id.malformed         | {@,`session`:`s/1`,`event`:`started`}",
        "session    | session.unknown-event| {@,`session`:`s`,`event`:`begun`}",
        "session    | session.no-time      | {`session`:`s`,`event`:`started`}",
        "session    | session.no-time      | {`session`:`s`,`event`:`summary`,`durationS`:60}",
        "session    | session.no-time      | {@,`session`:`s`,`event`:`summary`}",
        "session    | field.range          | {@,`session`:`s`,`event`:`summary`,`durationS`:-1}",
        "session    | field.range          | {@,`session`:`s`,`event`:`summary`,`durationS`:1e9}",
        "session    | field.range          | {`start`:`2026-03-02T10:00:01Z`,`end`:`2026-03-02T10:00:00Z`,`session`:`s`,`event`:`summary`}",
        "session    | field.range          | {`start`:`2026-03-02T10:00:00Z`,`end`:`2026-03-02T10:00:10Z`,`durationS`:60,`session`:`s`,`event`:`summary`}",
        "session    | field.range          | {`start`:`2000-01-01T00:00:00Z`,`end`:`2026-03-02T10:00:00Z`,`session`:`s`,`event`:`summary`}",
        "session    | time.absurd          | {`end`:`2000-01-01T00:00:59Z`,`durationS`:60,`session`:`s`,`event`:`summary`}",
        "session    | field.range          | {@,`session`:`s`,`event`:`ended`,`rpe`:11}",
        "heart-rate | field.missing        | {}",
        "heart-rate | field.missing        | {`bpm`:[90]}",
        "heart-rate | field.missing        | {`start`:`2026-03-02T10:00:00Z`,`bpm`:[90]}",
        "heart-rate | field.missing        | {`start`:`2026-03-02T10:00:00Z`,`intervalMs`:1000}",
        "heart-rate | field.range          | {`start`:`2026-03-02T10:00:00Z`,`intervalMs`:0,`bpm`:[90]}",
        "heart-rate | field.type           | {`samples`:7}",
        "heart-rate | time.absurd          | {`start`:`2026-03-03T11:59:59Z`,`intervalMs`:3600000,`bpm`:[90,91]}",
        "unheard-of | stream.unknown       | {@}",
        "profile    | stream.unknown       | {@}",
        "pain       | json.malformed       | {@,`nrs`:3",
        "pain       | json.malformed       | {@,`nrs`:NaN}",
        "pain       | json.malformed       | {@,`nrs`:3} trailing",
        "pain       | json.malformed       | {@,`nrs`:3}{}",
        "pain       | json.not-object      | [1,2]",
        "pain       | json.not-object      | 7",
        "pain       | json.not-object      | null",
        "pain       | json.duplicate-key   | {@,`nrs`:3,`nrs`:4}",
        "pain       | json.duplicate-key   | {@,`nrs`:3,`x`:{`a`:null,`a`:null}}",
      })
  void wholeMessages(String stream, String code, String json) {
    assertThat(refusal(up(stream, json.replace("@", AT).replace('`', '"')))).isEqualTo(code);
  }

  @Test
  void emptyPayload() {
    assertThat(refusal(up("pain", ""))).isEqualTo("json.malformed");
  }

  @Test
  void tooDeep() {
    assertThat(refusal(up("pain", "{\"x\":" + "[".repeat(100_000)))).isEqualTo("json.too-deep");
    String deepest = "{" + AT + ",\"nrs\":1,\"x\":" + "[".repeat(31) + "]".repeat(31) + "}";
    assertThat(up("pain", deepest).usable()).isTrue();
    String deeper = "{" + AT + ",\"nrs\":1,\"x\":" + "[".repeat(32) + "]".repeat(32) + "}";
    assertThat(refusal(up("pain", deeper))).isEqualTo("json.too-deep");
    String objects = "{\"a\":".repeat(100_000);
    assertThat(objects).hasSizeGreaterThan(CodecSettings.DEFAULTS.payloadBytes());
    assertThat(refusal(up("pain", objects.substring(0, 200_000)))).isEqualTo("json.too-deep");
  }

  @Test
  void tooLarge() {
    byte[] large = new byte[CodecSettings.DEFAULTS.payloadBytes() + 1];
    Arrays.fill(large, (byte) ' ');
    assertThat(refusal(up("pain", large))).isEqualTo("json.too-large");
  }

  @Test
  void hugeNumbersAndTexts() {
    String digits = "9".repeat(200_000);
    assertThat(refusal(up("pain", "{" + AT + ",\"nrs\":" + digits + "}"))).startsWith("json.");
    assertThat(refusal(up("pain", "{" + AT + ",\"nrs\":1,\"site\":\"" + digits + "\"}")))
        .isEqualTo("field.text");
    assertThat(refusal(up("pain", "{" + AT + ",\"nrs\":" + "9".repeat(900) + "}")))
        .isEqualTo("field.range");
  }

  @Test
  void notUtf8() {
    assertThat(refusal(up("pain", "{\"site\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1))))
        .isEqualTo("json.encoding");
    String good = "{" + AT + ",\"nrs\":1}";
    assertThat(refusal(up("pain", good.getBytes(StandardCharsets.UTF_16LE))))
        .isEqualTo("json.malformed");
    assertThat(refusal(up("pain", good.getBytes(StandardCharsets.UTF_16)))).startsWith("json.");
  }

  @Test
  void topics() {
    assertThat(refusal(on("carryover/v1/c/D/up/pain", "{}"))).isEqualTo("topic.malformed");
    assertThat(refusal(on("carryover/v1/c/d/down/sync", "{}"))).isEqualTo("topic.malformed");
    assertThat(refusal(on("carryover/v1/c/alerts", "{}"))).isEqualTo("topic.malformed");
    assertThat(refusal(on("elsewhere", "{}"))).isEqualTo("topic.malformed");
  }

  @Test
  void status() {
    String topic = "carryover/v1/c/d/status";
    assertThat(refusal(on(topic, "{" + AT + "}"))).isEqualTo("field.missing");
    assertThat(refusal(on(topic, "{\"state\":\"asleep\"}"))).isEqualTo("field.unknown-value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "field.range         | `hrRest`:60,`hrMax`:80",
        "field.range         | `hrRest`:0",
        "field.range         | `birthYear`:69",
        "field.type          | `birthYear`:1969.5",
        "field.unknown-value | `zone`:`Mars/Olympus`",
        "field.unknown-value | `zone`:``",
        "field.unknown-value | `sex`:`f`",
        "field.unknown-value | `condition`:`tired`",
        "field.unknown-value | `currency`:`dollar`",
        "field.range         | `referenceLoad`:0",
        "field.type          | `hrUnreliable`:0",
        "field.range         | `loadLimit`:0",
        "field.unknown-value | `progression`:`fast`",
        "field.unknown-value | `clear`:[`zone`]",
        "field.type          | `clear`:`hrMax`",
      })
  void profiles(String code, String field) {
    assertThat(refusal(on("service/profile/c/p", "{" + AT + "," + field.replace('`', '"') + "}")))
        .isEqualTo(code);
  }

  @Test
  void elementsOfPairsAreJudgedOneByOne() {
    Decoded decoded =
        up(
            "heart-rate",
            "{\"samples\":[[\"2026-03-02T10:00:00Z\",90],[\"2026-03-02T10:00:01\",91],[\"soon\",92],"
                + "[\"1970-01-01T00:00:00Z\",93],[\"2026-03-02T10:00:04Z\",\"94\"],[\"2026-03-02T10:00:05Z\"],7,"
                + "[\"2026-03-02T10:00:07Z\",null],[\"2026-03-02T10:00:08Z\",0],[\"2026-03-02T10:00:09Z\",99]]}");
    assertThat(decoded.rejections())
        .extracting(r -> r.code() + "@" + r.element())
        .containsExactly(
            "time.no-offset@1",
            "time.malformed@2",
            "time.absurd@3",
            "field.type@4",
            "field.type@5",
            "field.type@6",
            "heart-rate.implausible@8");
    assertThat(decoded.counts()).isEqualTo(new Counts(2, 1, 1, 7));
  }

  @Test
  void endlesslyManyRejectedElementsAreCountedButNotListed() {
    String zeros = "0,".repeat(50_000) + "90";
    Decoded decoded =
        up(
            "heart-rate",
            "{\"start\":\"2026-03-02T10:00:00Z\",\"intervalMs\":1,\"bpm\":[" + zeros + "]}");
    assertThat(decoded.rejections()).hasSize(CodecSettings.DEFAULTS.listedRejections());
    assertThat(decoded.counts()).isEqualTo(new Counts(1, 0, 50_000, 50_000));
  }

  @Test
  void reasonsNameTheFieldAndNeverTheValue() {
    Decoded decoded = up("pain", "{" + AT + ",\"nrs\":77.125}");
    assertThat(decoded.rejections().get(0).reason()).contains("nrs").doesNotContain("77");
  }
}
