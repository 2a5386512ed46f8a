package health.carryover.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncAudienceTest {
  private static final DeviceKey WATCH = new DeviceKey("c", "watch");
  private static final DeviceKey OTHER = new DeviceKey("c", "other");
  private final SyncAudience audience = new SyncAudience();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "carryover/v1/c/watch/down/sync",
        "carryover/v1/c/watch/down/+",
        "carryover/v1/c/watch/#",
        "+/+/c/watch/+/sync"
      })
  void aDeviceThatReadsItsOwn(String filter) {
    audience.subscribed(filter);
    assertThat(audience.has(WATCH)).isTrue();
    assertThat(audience.has(OTHER)).isFalse();
    assertThat(audience.beginners()).containsExactly(WATCH);
    audience.served(audience.beginners());
    assertThat(audience.beginners()).isEmpty();
    assertThat(audience.has(WATCH)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "carryover/#", "carryover/v1/c/+/down/sync", "+/+/+/+/+/+"})
  void somebodyWhoReadsAll(String filter) {
    audience.subscribed(filter);
    assertThat(audience.has(WATCH)).isTrue();
    assertThat(audience.everybodyBegins()).isTrue();
    audience.everybodyServed();
    assertThat(audience.everybodyBegins()).isFalse();
    assertThat(audience.has(OTHER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "carryover/v1/c/watch/down",
        "carryover/v1/c/watch/down/feedback",
        "carryover/v1/c/watch/down/sync/more",
        "carryover/v1/+/+/up/+",
        "carryover/v1/+/+/status",
        "carryover/v1/c/alerts",
        "carryover/v2/c/watch/down/sync",
        "+/+"
      })
  void filtersThatDoNotMatch(String filter) {
    audience.subscribed(filter);
    assertThat(audience.has(WATCH)).isFalse();
    assertThat(audience.beginners()).isEmpty();
    assertThat(audience.everybodyBegins()).isFalse();
  }

  @Test
  void whereNothingIsKnownEverybodyIsTold() {
    assertThat(SyncAudience.everybody().has(WATCH)).isTrue();
  }
}
