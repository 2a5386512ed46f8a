package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TelemetryFeedTest {
  @Test
  void aServerIsLeftAloneAsLongAsItAsksButNeverForLong() {
    assertThat(TelemetryFeed.pause(1, Duration.ZERO)).isEqualTo(Duration.ofMillis(100));
    assertThat(TelemetryFeed.pause(20, Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
    assertThat(TelemetryFeed.pause(1, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(TelemetryFeed.pause(20, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(30));
    assertThat(TelemetryFeed.pause(1, Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(5));
  }
}
