package health.carryover.ingest.codec;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Short ways to decode a message in tests. */
final class Messages {
  static final Instant RECEIVED = Instant.parse("2026-03-02T12:00:00Z");
  static final MessageCodec CODEC = new MessageCodec(CodecSettings.DEFAULTS);

  private Messages() {}

  static Decoded up(String stream, String json) {
    return on("carryover/v1/c1/watch-1/up/" + stream, json);
  }

  static Decoded on(String channel, String json) {
    return CODEC.decode(channel, null, json.getBytes(StandardCharsets.UTF_8), RECEIVED);
  }

  static Decoded up(String stream, byte[] payload) {
    return CODEC.decode("carryover/v1/c1/watch-1/up/" + stream, null, payload, RECEIVED);
  }

  static PatientEvent event(Decoded decoded) {
    assertThat(decoded.rejections()).isEmpty();
    assertThat(decoded.events()).hasSize(1);
    return decoded.events().get(0);
  }

  /** The code for which the whole message was refused. */
  static String refusal(Decoded decoded) {
    assertThat(decoded.usable()).as("usable").isFalse();
    assertThat(decoded.events()).isEmpty();
    assertThat(decoded.rejections()).hasSize(1).allMatch(Rejection::ofWholeMessage);
    return decoded.rejections().get(0).code();
  }
}
