package health.carryover.ingest.codec;

import static health.carryover.ingest.codec.Messages.CODEC;
import static health.carryover.ingest.codec.Messages.RECEIVED;
import static health.carryover.ingest.codec.Messages.event;
import static health.carryover.ingest.codec.Messages.refusal;
import static health.carryover.ingest.codec.Messages.up;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.HeartRateSamples;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats of others, recognised by shape. */
class OtherFormatsTest {

  @Test
  void openMHealthDataPoint() {
    Decoded decoded =
        up(
            "heart-rate",
            "{\"header\":{\"id\":\"243c773b\"},\"body\":{\"heart_rate\":{\"value\":50,\"unit\":\"beats/min\"},"
                + "\"effective_time_frame\":{\"date_time\":\"2026-03-02T10:00:00-07:00\"}}}");
    // 17:00 UTC, within a day of the receipt.
    HeartRateSamples samples = (HeartRateSamples) event(decoded);
    assertThat(samples.observedAt()).isEqualTo(Instant.parse("2026-03-02T17:00:00Z"));
    assertThat(samples.bpm(0)).isEqualTo(50f);
    assertThat(decoded.identity().reportId()).isEqualTo("243c773b");
  }

  @Test
  void openMHealthBodyOverAnInterval() {
    HeartRateSamples samples =
        (HeartRateSamples)
            event(
                up(
                    "heart-rate",
                    "{\"heart_rate\":{\"value\":61.5,\"unit\":\"beats/min\"},\"effective_time_frame\":{\"time_interval\":"
                        + "{\"start_date_time\":\"2026-03-02T10:00:00Z\",\"end_date_time\":\"2026-03-02T10:01:00Z\"}}}"));
    assertThat(samples.observedAt()).isEqualTo(Instant.parse("2026-03-02T10:01:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "unit.unknown, '{\"heart_rate\":{\"value\":60,\"unit\":\"beats\"},\"effective_time_frame\":{\"date_time\":\"2026-03-02T10:00:00Z\"}}'",
    "field.missing, '{\"heart_rate\":{\"value\":60,\"unit\":\"beats/min\"}}'",
    "field.missing, '{\"heart_rate\":{\"unit\":\"beats/min\"},\"effective_time_frame\":{\"date_time\":\"2026-03-02T10:00:00Z\"}}'",
    "field.missing, '{\"body\":{}}'",
    "time.no-offset, '{\"heart_rate\":{\"value\":60,\"unit\":\"beats/min\"},\"effective_time_frame\":{\"date_time\":\"2026-03-02T10:00:00\"}}'",
  })
  void openMHealthRefused(String code, String json) {
    assertThat(refusal(up("heart-rate", json))).isEqualTo(code);
  }

  @Test
  void everyPublicHeartRateDocument() {
    int seen = 0;
    for (Map<String, Object> line : Shared.lines("payloads/omh-test-data.jsonl")) {
      if (!line.get("schema").equals("heart-rate")
          || !(line.get("body") instanceof Map<?, ?> body)) {
        continue;
      }
      seen++;
      // Documents without a time are valid there and useless here.
      Content content = null;
      String code = "";
      @SuppressWarnings("unchecked")
      Fields fields =
          new Fields((Map<String, Object>) body, TimeBounds.of(CodecSettings.DEFAULTS, RECEIVED));
      try {
        content = OpenMHealth.content(fields, Selection.ALL);
      } catch (Unusable e) {
        code = e.code().code();
      }
      if (line.get("expect").equals("fail")) {
        assertThat(code).isIn("unit.unknown", "field.missing");
      } else if (body.containsKey("effective_time_frame")) {
        assertThat(content).as(String.valueOf(line.get("path"))).isNotNull();
      } else {
        assertThat(code).isEqualTo("field.missing");
      }
    }
    assertThat(seen).isPositive();
  }

  /** Time frames stand in a heart rate; what is no heart rate at all is refused as such. */
  @Test
  void everyPublicOpenMHealthDocumentIsTakenOrRefusedWithACode() {
    Map<String, Integer> counts = new TreeMap<>();
    int seen = 0;
    for (Map<String, Object> line : Shared.lines("payloads/omh-test-data.jsonl")) {
      seen++;
      Object body = line.get("body");
      String schema = String.valueOf(line.get("schema"));
      Object document =
          switch (schema) {
            case "time-frame" -> heartRateAt(body);
            case "time-interval" -> heartRateAt(Collections.singletonMap("time_interval", body));
            default -> body;
          };
      String code = codeOf(document);
      String expected = String.valueOf(line.get("expect"));
      counts.merge(
          (schema.equals("heart-rate") || schema.startsWith("time-") ? schema : "other schemas")
              + " "
              + expected
              + " -> "
              + code,
          1,
          Integer::sum);
      if (expected.equals("fail")) {
        assertThat(code).as(String.valueOf(line.get("path"))).isNotEqualTo("taken");
      } else if (schema.equals("heart-rate")) {
        // Valid there without a time, but of no use here.
        assertThat(code).isIn("taken", "field.missing");
      } else if (schema.startsWith("time-")) {
        // A schema cannot see that an interval ends before it starts.
        assertThat(code).as(String.valueOf(line.get("path"))).isIn("taken", "field.range");
      } else {
        assertThat(code).as(String.valueOf(line.get("path"))).isNotEqualTo("taken");
      }
    }
    System.out.println("Open mHealth documents: " + seen);
    counts.forEach((what, times) -> System.out.println("  " + what + ": " + times));
  }

  private static Map<String, Object> heartRateAt(Object frame) {
    return Map.of(
        "heart_rate",
        Map.of("value", 60L, "unit", "beats/min"),
        "effective_time_frame",
        frame == null ? Map.of() : frame);
  }

  private static String codeOf(Object document) {
    try {
      Fields fields =
          new Fields(
              JsonReader.objectOrRefuse(document), TimeBounds.of(CodecSettings.DEFAULTS, RECEIVED));
      CodecSettings settings = CodecSettings.DEFAULTS;
      Content content = new HeartRatePayload(fields, settings, Selection.ALL).content();
      return content.events().isEmpty() ? "nothing" : "taken";
    } catch (Unusable e) {
      return e.code().code();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "taken, '{\"start_date_time\":\"2026-03-02T10:00:00Z\",\"duration\":{\"value\":1.5,\"unit\":\"min\"}}'",
    "taken, '{\"end_date_time\":\"2026-03-02T10:00:00Z\",\"duration\":{\"value\":1,\"unit\":\"h\"}}'",
    "field.missing, '{\"start_date_time\":\"2026-03-02T10:00:00Z\"}'",
    "field.missing, '{\"end_date_time\":\"2026-03-02T10:00:00Z\"}'",
    "field.missing, '{\"duration\":{\"value\":1,\"unit\":\"h\"}}'",
    "field.unknown-value, '{\"end_date_time\":\"2026-03-02T10:00:00Z\",\"duration\":{\"value\":1,\"unit\":\"fortnight\"}}'",
    "field.range, '{\"start_date_time\":\"2026-03-02T10:00:00Z\",\"end_date_time\":\"2026-03-02T10:01:00Z\",\"duration\":{\"value\":1,\"unit\":\"min\"}}'",
    "field.range, '{\"start_date_time\":\"2026-03-02T10:00:01Z\",\"end_date_time\":\"2026-03-02T10:00:00Z\"}'",
  })
  void openMHealthIntervalsHaveExactlyTwoParts(String expected, String interval) {
    Decoded decoded =
        up(
            "heart-rate",
            "{\"heart_rate\":{\"value\":60,\"unit\":\"beats/min\"},"
                + "\"effective_time_frame\":{\"time_interval\":"
                + interval
                + "}}");
    if (expected.equals("taken")) {
      assertThat(decoded.events()).hasSize(1);
    } else {
      assertThat(refusal(decoded)).isEqualTo(expected);
    }
  }

  @Test
  void senml() {
    Decoded decoded =
        up(
            "heart-rate",
            "[{\"bn\":\"urn:dev:mac:0024befffe804ff1:\",\"bt\":1740823500,\"bu\":\"beat/min\",\"n\":\"hr\",\"v\":112},"
                + "{\"n\":\"hr\",\"t\":5,\"v\":114},{\"n\":\"battery\",\"u\":\"%EL\",\"v\":80},"
                + "{\"n\":\"hr\",\"t\":6,\"v\":0},{\"n\":\"hr\",\"t\":7,\"u\":\"Hz\",\"v\":2},{\"n\":\"hr\",\"t\":8},7]");
    HeartRateSamples samples = (HeartRateSamples) decoded.events().get(0);
    assertThat(samples.size()).isEqualTo(2);
    assertThat(samples.atMillis(1)).isEqualTo(1740823505_000L);
    assertThat(samples.bpm(1)).isEqualTo(114f);
    assertThat(decoded.rejections())
        .extracting(r -> r.code() + "@" + r.element())
        .containsExactly(
            "heart-rate.implausible@3", "unit.unknown@4", "field.missing@5", "field.type@6");
  }

  @Test
  void senmlTimesMayBeRelativeToTheReceipt() {
    HeartRateSamples samples =
        (HeartRateSamples)
            event(up("heart-rate", "[{\"n\":\"hr\",\"u\":\"beat/min\",\"t\":-10.5,\"v\":90}]"));
    assertThat(samples.observedAt()).isEqualTo(RECEIVED.minusMillis(10_500));
  }

  @ParameterizedTest
  @CsvSource({"0050,80", "01c800,200", "0e4b8000,75", "105a00080010,90", "165a0008,90"})
  void bluetooth(String hex, float bpm) {
    Decoded decoded = up("heart-rate-ble", HexFormat.of().parseHex(hex));
    HeartRateSamples samples = (HeartRateSamples) event(decoded);
    assertThat(samples.bpm(0)).isEqualTo(bpm);
    assertThat(samples.observedAt()).isEqualTo(RECEIVED);
  }

  @Test
  void bluetoothWithoutSkinContactIsAGap() {
    Decoded decoded = up("heart-rate-ble", HexFormat.of().parseHex("0450"));
    assertThat(decoded.counts()).isEqualTo(new Counts(0, 1, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"''", "00", "0150", "005000", "0850", "1050", "105000"})
  void bluetoothRefused(String hex) {
    assertThat(refusal(up("heart-rate-ble", HexFormat.of().parseHex(hex))))
        .isEqualTo("ble.malformed");
  }

  @Test
  void theSameBluetoothFrameLaterIsAnotherReading() {
    byte[] frame = {0, 80};
    String topic = "carryover/v1/c/d/up/heart-rate-ble";
    String first = CODEC.decode(topic, null, frame, RECEIVED).identity().text();
    assertThat(CODEC.decode(topic, null, frame, RECEIVED).identity().text()).isEqualTo(first);
    assertThat(CODEC.decode(topic, null, frame, RECEIVED.plusSeconds(1)).identity().text())
        .isNotEqualTo(first);
  }
}
