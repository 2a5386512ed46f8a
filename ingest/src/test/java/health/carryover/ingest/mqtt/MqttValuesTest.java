package health.carryover.ingest.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttValuesTest {

  @Test
  void secretsAreNotShown() {
    MqttAddress address =
        MqttAddress.of("broker", 1883, "service").with(new MqttCredentials("user", "geheim"));
    assertThat(address.toString()).contains("user").doesNotContain("geheim");
  }

  @Test
  void messagesShowNeitherTopicNorPayload() {
    byte[] payload = "marker-payload".getBytes(UTF_8);
    assertThat(OutboundMessage.of("marker-topic", payload).toString()).doesNotContain("marker");
    assertThat(
            new InboundMessage(
                    "marker-topic", payload, "marker-type", false, false, Instant.EPOCH, () -> {})
                .toString())
        .doesNotContain("marker");
  }

  @Test
  void messagesAreEqualByTheirBytes() {
    assertThat(OutboundMessage.of("a", new byte[] {1}).retained())
        .isEqualTo(OutboundMessage.of("a", new byte[] {1}).retained())
        .hasSameHashCodeAs(OutboundMessage.of("a", new byte[] {1}).retained())
        .isNotEqualTo(OutboundMessage.of("a", new byte[] {1}))
        .isNotEqualTo(OutboundMessage.of("a", new byte[] {2}).retained());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/#", "a/+/b", "a\0b"})
  void aTopicToPublishToHasNoWildcards(String topic) {
    assertThatIllegalArgumentException().isThrownBy(() -> OutboundMessage.of(topic, new byte[0]));
  }

  @Test
  void aStalledLinkMustBeDroppedBeforeItsPingsAreMissed() {
    MqttLinkSettings settings = MqttLinkSettings.subscribingTo("a/#");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withOfferTimeout(settings.keepAlive()));
  }

  @Test
  void anIntakeWithoutABoundIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new MqttLink(
                    MqttAddress.of("broker", 1883, "service"),
                    MqttLinkSettings.subscribingTo("a/#"),
                    new LinkedBlockingQueue<>(),
                    Clock.systemUTC(),
                    MqttStateListener.none(),
                    new SimpleMeterRegistry()));
  }

  @Test
  void backOffDoublesUpToItsCeilingAndTakesOffNoMoreThanHalf() {
    long seed = new Random().nextLong();
    System.out.println("back-off seed " + seed);
    Random random = new Random(seed);
    Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    long[] full = {200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000};
    for (int failures = 1; failures <= full.length; failures++) {
      for (int sample = 0; sample < 100; sample++) {
        assertThat(backoff.after(failures, random))
            .isBetween(
                Duration.ofMillis(full[failures - 1] / 2), Duration.ofMillis(full[failures - 1]));
      }
    }
    assertThat(backoff.after(Integer.MAX_VALUE, random)).isLessThan(Duration.ofSeconds(30));
    Backoff constant = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1));
    assertThat(constant.after(5, random)).isEqualTo(Duration.ZERO);
  }
}
