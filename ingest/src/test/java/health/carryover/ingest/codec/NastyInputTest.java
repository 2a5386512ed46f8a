package health.carryover.ingest.codec;

import static health.carryover.ingest.codec.Messages.CODEC;
import static health.carryover.ingest.codec.Messages.RECEIVED;
import static health.carryover.ingest.codec.Messages.refusal;
import static health.carryover.ingest.codec.Messages.up;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import health.carryover.analysis.event.PainReport;
import health.carryover.ingest.topic.StreamName;
import health.carryover.ingest.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Input that must not hurt: the answer is a value, always. */
class NastyInputTest {
  private static final String AT = "\"at\":\"2026-03-02T10:00:00Z\"";

  @Test
  void everyJsonTextOfThePublicSuite() {
    List<Map<String, Object>> records = Shared.lines("nasty/json-parsing.jsonl");
    assertThat(records).hasSizeGreaterThan(100);
    EventLineCodec lines = new EventLineCodec(CodecSettings.DEFAULTS);
    for (Map<String, Object> line : records) {
      String name = (String) line.get("name");
      byte[] bytes = Shared.bytes(line);
      for (StreamName stream : StreamName.values()) {
        Decoded answer = up(stream.code(), bytes);
        if (stream == StreamName.HEART_RATE_BLE) {
          // Any bytes may be a Bluetooth frame.
          continue;
        }
        String code = refusal(answer);
        if (stream == StreamName.PAIN && line.get("expect").equals("reject")) {
          assertThat(code).as(name).startsWith("json.").isNotEqualTo("json.not-object");
        }
        if (stream == StreamName.PAIN && line.get("expect").equals("accept")) {
          assertThat(code).as(name).isIn("json.not-object", "json.duplicate-key", "field.missing");
        }
      }
      assertThat(lines.decode(bytes).events()).isEmpty();
      assertThat(CODEC.envelope(bytes)).as(name).isEmpty();
      assertThat(refusal(CODEC.decode("service/replay/c/d/1", null, bytes, RECEIVED)))
          .as(name)
          .isNotEmpty();
      for (byte[] nested :
          List.of(
              wrapped("{\"heart_rate\":", bytes, "}"),
              wrapped("{\"body\":", bytes, "}"),
              wrapped("{\"samples\":", bytes, "}"),
              wrapped("[{\"n\":\"hr\",\"u\":\"beat/min\",\"t\":0,\"v\":", bytes, "}]"))) {
        Decoded inHeartRate = up("heart-rate", nested);
        assertThat(inHeartRate.usable() || inHeartRate.events().isEmpty()).as(name).isTrue();
      }
      // The same text as the value of a field nobody knows.
      byte[] wrapped = wrapped("{" + AT + ",\"nrs\":3,\"x\":", bytes, "}");
      Decoded decoded = up("pain", wrapped);
      if (line.get("expect").equals("accept") && !name.contains("duplicated_key")) {
        assertThat(decoded.usable()).as(name).isTrue();
      }
    }
  }

  @Test
  void everyNaughtyStringEverywhere() {
    List<Map<String, Object>> records = Shared.lines("nasty/naughty-strings.jsonl");
    assertThat(records).hasSizeGreaterThan(300);
    EventLineCodec lines = new EventLineCodec(CodecSettings.DEFAULTS);
    int kept = 0;
    for (Map<String, Object> line : records) {
      byte[] bytes = Shared.bytes(line);
      String text = new String(bytes, StandardCharsets.UTF_8);
      String quoted = "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
      assertThat(up("pain", bytes).usable()).isFalse();
      assertThat(lines.decode(bytes).decoded().usable()).isFalse();
      assertThat(TopicName.parse("carryover/v1/" + text + "/" + text + "/up/pain").isPresent())
          .isEqualTo(text.matches("[a-z0-9-]{1,64}"));
      CODEC.decode("carryover/v1/c/d/up/" + text, text, bytes, RECEIVED);
      CODEC.decode(text, text, bytes, RECEIVED);
      for (String field : List.of("id", "boot", "seq", "at", "nrs", "slot", "session", "flare")) {
        String json =
            "{"
                + (field.equals("at") ? "" : AT + ",")
                + (field.equals("nrs") ? "" : "\"nrs\":3,")
                + "\""
                + field
                + "\":"
                + quoted
                + "}";
        Decoded decoded = up("pain", json);
        if (!List.of("id", "boot", "session").contains(field)) {
          refusal(decoded);
        }
        lines.decode(
            json.replaceFirst("\\{", "{\"stream\":\"pain\",\"patient\":" + safe(quoted) + ","));
      }
      Decoded site = up("pain", "{" + AT + ",\"nrs\":3,\"site\":" + quoted + "}");
      if (site.usable()) {
        assertThat(((PainReport) site.events().get(0)).site()).isEqualTo(text);
        kept++;
      }
    }
    System.out.println("naughty strings kept as they are: " + kept + " of " + records.size());
    assertThat(kept).isGreaterThan(records.size() / 2);
  }

  private static String safe(String quoted) {
    return quoted.replace("\\", "\\\\").replace("$", "\\$");
  }

  @Test
  void damagedMessagesGiveAValue() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<String> good =
        List.of(
            "{" + AT + ",\"nrs\":3,\"site\":\"knee\",\"id\":\"a1\",\"boot\":\"b\",\"seq\":7}",
            "{\"start\":\"2026-03-02T10:00:00Z\",\"intervalMs\":1000,\"bpm\":[90,null,92.5]}",
            "{\"samples\":[[\"2026-03-02T10:00:00Z\",90]]}",
            "{\"session\":\"s\",\"event\":\"summary\",\"start\":\"2026-03-02T10:00:00Z\",\"durationS\":60}",
            "{" + AT + ",\"redFlags\":[\"fainting\"]}");
    List<StreamName> streams = new ArrayList<>(List.of(StreamName.values()));
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.get(random.nextInt(good.size())).getBytes(StandardCharsets.UTF_8);
      for (int damage = random.nextInt(4); damage >= 0; damage--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Decoded decoded = up(streams.get(random.nextInt(streams.size())).code(), bytes);
      assertThat(decoded.usable() || decoded.events().isEmpty()).isTrue();
    }
  }

  private static byte[] wrapped(String before, byte[] middle, String after) {
    byte[] head = before.getBytes(StandardCharsets.UTF_8);
    byte[] tail = after.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + middle.length + tail.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(middle, 0, all, head.length, middle.length);
    System.arraycopy(tail, 0, all, head.length + middle.length, tail.length);
    return all;
  }
}
