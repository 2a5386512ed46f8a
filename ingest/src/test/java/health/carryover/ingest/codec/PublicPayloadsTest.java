package health.carryover.ingest.codec;

import static health.carryover.ingest.codec.Messages.RECEIVED;
import static health.carryover.ingest.codec.Messages.refusal;
import static health.carryover.ingest.codec.Messages.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.event.HeartRateSamples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Published payloads of others, whole files: what is taken, and what is refused with which code.
 */
class PublicPayloadsTest {
  @Test
  void everyExampleOfSenmlAsItIsHoldsNoHeartRate() {
    List<Map<String, Object>> examples = Shared.lines("payloads/senml-rfc8428.jsonl");
    assertThat(examples).hasSize(13);
    for (Map<String, Object> example : examples) {
      assertThat(refusal(up("heart-rate", String.valueOf(example.get("raw")))))
          .as(String.valueOf(example.get("example")))
          .isEqualTo("senml.no-heart-rate");
    }
  }

  /** Every numeric record made a heart rate; its time is the one the RFC resolves it to. */
  @Test
  void everyExampleOfSenmlAsHeartRateHasTheTimesOfItsResolution() throws Exception {
    int compared = 0;
    for (Map<String, Object> example : Shared.lines("payloads/senml-rfc8428.jsonl")) {
      List<Map<String, Object>> pack = new ArrayList<>();
      for (Map<String, Object> record : records(example.get("parsed"))) {
        pack.add(asHeartRate(record));
      }
      Decoded decoded = up("heart-rate", Shared.json(pack));
      String name = String.valueOf(example.get("example"));
      if (example.get("resolved") == null) {
        continue;
      }
      List<Double> expected = new ArrayList<>();
      for (Map<String, Object> record : records(example.get("resolved"))) {
        if (record.get("v") instanceof Number) {
          expected.add(((Number) record.get("t")).doubleValue());
        }
      }
      HeartRateSamples samples = (HeartRateSamples) decoded.events().get(0);
      assertThat(samples.size()).as(name).isEqualTo(expected.size());
      // An example without any absolute time was resolved at a "now" of the RFC's own.
      boolean relative =
          pack.stream()
              .flatMap(record -> Stream.of("t", "bt").map(record::get))
              .noneMatch(at -> at instanceof Number seconds && seconds.doubleValue() >= 1 << 28);
      for (int i = 0; i < samples.size(); i++) {
        // Without an absolute time the RFC's "now" is the moment of receipt.
        double seconds =
            relative
                ? RECEIVED.getEpochSecond() + expected.get(i) - expected.get(expected.size() - 1)
                : expected.get(i);
        assertThat(samples.atMillis(i) / 1_000.0).as(name).isCloseTo(seconds, within(0.001));
        compared++;
      }
      // Texts, flags and bytes are no heart rate even under its name.
      assertThat(decoded.rejections())
          .as(name)
          .allSatisfy(why -> assertThat(why.code()).isEqualTo("field.missing"));
    }
    assertThat(compared).isGreaterThan(40);
  }

  private static Map<String, Object> asHeartRate(Map<String, Object> record) {
    Map<String, Object> changed = new LinkedHashMap<>(record);
    changed.computeIfPresent("u", (name, unit) -> "beat/min");
    changed.computeIfPresent("bu", (name, unit) -> "beat/min");
    if (record.get("v") instanceof Number
        || record.keySet().stream().anyMatch(k -> k.matches("v[sbd]"))) {
      changed.put("n", record.getOrDefault("n", "") + ":hr");
      changed.put("u", "beat/min");
    }
    changed.computeIfPresent("v", (name, value) -> 60);
    changed.remove("bv");
    return changed;
  }

  @Test
  void aPackThatMustBeUnderstoodAndIsNotIsRefusedWhole() {
    String hr = "\"n\":\"hr\",\"u\":\"beat/min\",\"v\":60";
    assertThat(refusal(up("heart-rate", "[{\"bver\":11," + hr + "}]")))
        .isEqualTo("senml.unsupported");
    assertThat(refusal(up("heart-rate", "[{" + hr + "},{\"n\":\"x\",\"foo_\":1}]")))
        .isEqualTo("senml.unsupported");
    assertThat(up("heart-rate", "[{\"bver\":10," + hr + "}]").events()).hasSize(1);
  }

  @Test
  void everyPublishedBluetoothFrame() throws Exception {
    byte[] text = Shared.text("payloads/ble-2a37.json").getBytes(StandardCharsets.UTF_8);
    Map<String, Object> document = new JsonReader(1 << 20, 32).readObject(text);
    int seen = 0;
    for (Object entry : (List<?>) document.get("frames")) {
      Map<?, ?> frame = (Map<?, ?>) entry;
      Decoded decoded =
          up("heart-rate-ble", HexFormat.of().parseHex(String.valueOf(frame.get("hex"))));
      HeartRateSamples samples = (HeartRateSamples) decoded.events().get(0);
      assertThat((double) samples.bpm(0))
          .as(String.valueOf(frame.get("desc")))
          .isEqualTo(((Number) frame.get("bpm")).doubleValue());
      seen++;
    }
    assertThat(seen).isPositive();
  }

  /**
   * Answers of vendors' own interfaces are no payloads: none of them is taken for one, and none
   * goes without a code. The codes stand in docs/formats.md.
   */
  @Test
  void answersOfVendorsAreRefusedWithACode() throws Exception {
    Map<String, Integer> codes = new TreeMap<>();
    int seen = 0;
    for (String file :
        List.of(
            "payloads/shimmer-vendor-payloads.jsonl", "payloads/open-wearables-samples.jsonl")) {
      for (Map<String, Object> line : Shared.lines(file)) {
        Decoded decoded = up("heart-rate", Shared.json(line.get("body")));
        codes.merge(line.get("vendor") + " " + refusal(decoded), 1, Integer::sum);
        seen++;
      }
    }
    Decoded fitbit = up("heart-rate", Shared.text("payloads/fitbit-exercise-sample.json"));
    codes.merge("fitbit exercise log " + refusal(fitbit), 1, Integer::sum);
    System.out.println("vendors' answers: " + codes);
    assertThat(seen).isEqualTo(39);
    assertThat(codes.keySet())
        .allSatisfy(
            what ->
                assertThat(what)
                    .containsAnyOf("field.missing", "json.not-object", "json.too-large"));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> records(Object value) {
    return (List<Map<String, Object>>) value;
  }
}
